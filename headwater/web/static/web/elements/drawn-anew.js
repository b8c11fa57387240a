// <drawn-anew data-part="#id"> in a form whose part htmx draws anew while somebody fills it in:
// what is being typed, which folds are open and how far it was scrolled stay as they are.
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
    const { id, value } = document.activeElement;
    this.typed = id && document.activeElement.matches(TYPES) ? { id, value } : null;
    this.opened = [...this.form.querySelectorAll("details[open]")].map((fold) => fold.id);
    this.top = this.part?.scrollTop ?? 0;
  }

  restore() {
    for (const id of this.opened ?? []) this.at(id)?.setAttribute("open", "");
    const box = this.typed && this.at(this.typed.id);
    if (box && box.value !== this.typed.value) box.value = this.typed.value;
    this.part?.scrollTo(0, this.top);
  }

  at(id) {
    return this.form.querySelector(`#${CSS.escape(id)}`);
  }
}
customElements.define("drawn-anew", DrawnAnew);
