// <live-signal src="/live">: asks every second what has changed and fires `headwater:changed` on
// body, for hx-trigger="headwater:changed from:body". The title counts what came while away.
const EVERY = 1000; // ms: a new lead is on the screen within two seconds
const AWAY = 15000; // ms, in a hidden tab
const SAME = 400; // ms; two processes hear one event a little apart

class LiveSignal extends HTMLElement {
  connectedCallback() {
    this.name = document.title;
    this.news = new Set();
    this.heard = new Map();
    this.onSeen = () => document.hasFocus() && this.count();
    addEventListener("focus", this.onSeen);
    this.onLeft = () => setTimeout(() => this.held && this.fire(this.held));
    document.addEventListener("focusout", this.onLeft);
    this.poll();
  }

  disconnectedCallback() {
    clearTimeout(this.next);
    removeEventListener("focus", this.onSeen);
    document.removeEventListener("focusout", this.onLeft);
  }

  async poll() {
    const url = `${this.getAttribute("src")}?since=${this.at ?? ""}`;
    const answer = await fetch(url).catch(() => null);
    if (answer?.status === 401) return; // the next press of anything says so
    if (answer?.ok) this.take(await answer.json());
    if (this.isConnected) this.next = setTimeout(() => this.poll(), document.hidden ? AWAY : EVERY);
  }

  take({ at, missed, changed }) {
    this.at = at;
    const fresh = changed.filter(([key, when]) => when > (this.heard.get(key) ?? 0) + SAME);
    for (const [key, when] of fresh) this.heard.set(key, when);
    if (!missed && !fresh.length) return;
    if (!document.hasFocus()) for (const [key] of fresh) this.news.add(key);
    this.count(false);
    this.fire({ changed: fresh.map(([key]) => key), missed });
  }

  count(isSeen = true) {
    if (isSeen) this.news.clear();
    document.title = this.news.size ? `(${this.news.size}) ${this.name}` : this.name;
  }

  fire(detail) {
    // Nothing is swapped away under somebody who is typing in it.
    const listens = '[hx-trigger*="headwater:changed"]';
    const here = document.activeElement;
    const isTyping = here?.matches("input, select, textarea") && here.closest(listens);
    this.held = isTyping ? detail : null;
    if (this.held) return;
    document.body.dispatchEvent(new CustomEvent("headwater:changed", { detail }));
  }
}
customElements.define("live-signal", LiveSignal);
