// <drawn-anew data-part="#id"> in a form whose part htmx draws anew while somebody fills it in:
// what is being typed, which folds are open and how far it was scrolled stay as they are. A button
// that is drawn anew, too, keeps the focus by its label, or hands it on to its data-then.
const TYPES = "input:not([type=radio], [type=checkbox], [type=hidden]), select, textarea";

class DrawnAnew extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("htmx:beforeSwap", () => this.remember());
    this.form.addEventListener("htmx:afterSettle", () => this.restore());
  }

  get part() {
    return this.form.querySelector(this.dataset.part);
  }

  remember() {
    const held = document.activeElement;
    const { id, value } = held;
    this.typed = id && held.matches(TYPES) ? { id, value } : null;
    this.next = this.form.contains(held) ? this.after(held) : "";
    this.opened = [...this.form.querySelectorAll("details[open]")].map((fold) => fold.id);
    this.top = this.part?.scrollTop ?? 0;
  }

  restore() {
    for (const id of this.opened ?? []) this.at(id)?.setAttribute("open", "");
    const box = this.typed && this.at(this.typed.id);
    if (box && box.value !== this.typed.value) box.value = this.typed.value;
    if (this.next && document.activeElement === document.body)
      [...this.form.querySelectorAll(this.next)].at(-1)?.focus();
    this.part?.scrollTo(0, this.top);
  }

  after(held) {
    const label = held.getAttribute("aria-label");
    return held.dataset.then ?? (label ? `[aria-label="${CSS.escape(label)}"]` : "");
  }

  at(id) {
    return this.form.querySelector(`#${CSS.escape(id)}`);
  }
}
customElements.define("drawn-anew", DrawnAnew);
