// <notification-bell>: the number, fetched anew when something has changed, is shown wherever it
// stands; what is new is told once, in the tab that is being looked at.
import { say } from "./toast-stack.js";

const SECONDS = 6; // on screen: it stays behind the bell

class NotificationBell extends HTMLElement {
  connectedCallback() {
    this.told = 0; // the highest key that any tab has told
    this.tabs = new BroadcastChannel("headwater-told");
    this.tabs.onmessage = ({ data }) => (this.told = Math.max(this.told, data));
    this.menu = this.querySelector("[popover]");
    this.menu.addEventListener("toggle", () => this.load());
    this.addEventListener("htmx:afterSwap", ({ target }) => target.id === "unread" && this.hear());
    document.addEventListener("visibilitychange", () => this.tell());
    this.addEventListener("htmx:afterSettle", () => {
      const isLost = document.activeElement === document.body; // its button is gone
      if (isLost && this.menu.matches(":popover-open")) this.menu.focus();
    });
    // Back from what was opened: the page is as it was left, and one more has been read.
    addEventListener("pageshow", ({ persisted }) => {
      const [way] = performance.getEntriesByType("navigation");
      if (!persisted && way?.type !== "back_forward") return;
      document.body.dispatchEvent(new CustomEvent("headwater:changed"));
    });
  }

  load() {
    if (this.menu.matches(":popover-open")) htmx.trigger("#notices-latest", "notices-open");
  }

  hear() {
    const { newest, news, url } = this.querySelector("#unread").dataset;
    const number = this.querySelector("[data-unread]");
    for (const place of document.querySelectorAll("[data-unread]")) {
      place.textContent = number.textContent;
      place.hidden = number.hidden;
    }
    if (news) this.news = { newest: Number(newest), text: news, url };
    if (number.hidden) this.news = null; // read meanwhile
    this.tell();
    this.load();
  }

  tell() {
    if (!this.news || document.hidden) return;
    const { newest, text, url } = this.news;
    this.news = null;
    if (newest <= this.told) return;
    this.told = newest;
    this.tabs.postMessage(newest);
    if (this.menu.matches(":popover-open")) return; // it appears there
    say({ text: "", kind: "news", seconds: SECONDS });
    const link = Object.assign(document.createElement("a"), { href: url, textContent: text });
    document.querySelector("toast-stack > .toast:last-child .text")?.append(link);
  }
}
customElements.define("notification-bell", NotificationBell);
