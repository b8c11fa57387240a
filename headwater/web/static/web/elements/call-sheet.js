// <call-sheet>: goes from question to question by keys. Digits press the quick answers of the
// current one, w writes in their words; Enter and the arrows go on.
const FIELD = "textarea, input:not([type=hidden])";

class CallSheet extends HTMLElement {
  connectedCallback() {
    this.addEventListener("focusin", (event) => this.mark(event.target.closest(".ask")));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("htmx:afterSettle", ({ target }) => {
      if (target.matches(".ask")) this.go(target, 1);
    });
    this.addEventListener("htmx:afterRequest", (event) => this.logged(event.detail));
    setTimeout(() => this.go(this.first, 0), 50); // after the dialog, which gives it to another
  }

  disconnectedCallback() {
    document.body.dispatchEvent(new CustomEvent("headwater:changed"));
  }

  get asks() {
    return [...this.querySelectorAll(".ask")];
  }

  get first() {
    return this.asks.find((ask) => !ask.querySelector(".told").textContent.trim()) ?? this.asks[0];
  }

  mark(current) {
    if (!current) return;
    for (const ask of this.asks) ask.removeAttribute("aria-current");
    current.setAttribute("aria-current", "true");
  }

  go(ask, by) {
    this.asks[this.asks.indexOf(ask) + by]?.querySelector(`.chips .btn, ${FIELD}`)?.focus();
  }

  press(event) {
    const { target, key } = event;
    const ask = target.closest(".ask");
    if (key === "Escape" && target.matches(FIELD)) {
      event.preventDefault(); // first the field is left, and kept
      target.blur();
    } else if (ask && key === "Enter" && target.matches(FIELD) && !event.shiftKey) {
      event.preventDefault();
      this.go(ask, 1);
    } else if (ask && /^Arrow(Up|Down)$/.test(key) && !target.matches("textarea, [type=date]")) {
      event.preventDefault();
      this.go(ask, key === "ArrowDown" ? 1 : -1);
    }
  }

  logged({ xhr, pathInfo }) {
    const news = xhr.getResponseHeader("HX-Trigger") ?? "";
    if (!pathInfo.requestPath.endsWith("/calls") || !news.includes("changed")) return;
    if (this.closest("dialog")) this.closest("dialog").close();
    else if (!news.includes("headwater:dialog")) location.assign(this.dataset.lead);
  }
}
customElements.define("call-sheet", CallSheet);
