// <edit-fact>: a value that reads as text. Pressing it loads a form; Enter or leaving the field
// saves, Esc or leaving it unchanged puts the text back.
const text = (form) => new URLSearchParams(new FormData(form)).toString();

class EditFact extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", () => {
      if (!this.form) this.before = [...this.childNodes];
      this.value = null; // until the new form has settled, leaving means nothing
    });
    this.addEventListener("htmx:afterSettle", () => this.settle());
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.form) return;
      event.stopPropagation();
      this.restore(true);
    });
    this.addEventListener("change", (event) => {
      if (event.target.matches("select")) this.form?.requestSubmit();
    });
    this.addEventListener("focusout", () => setTimeout(() => this.leave()));
    this.addEventListener("htmx:responseError", () => this.restore(true));
  }

  get form() {
    return this.querySelector("form");
  }

  settle() {
    const input = this.form?.querySelector("input:not([type=hidden]), select, textarea");
    if (input) {
      this.value = text(this.form);
      input.focus();
      if (input.matches("input, textarea")) input.select?.();
    } else if (document.activeElement === document.body) this.querySelector("button")?.focus();
  }

  leave() {
    const isBusy = !this.form || !this.value || this.form.matches(".htmx-request");
    if (isBusy || this.contains(document.activeElement)) return;
    if (text(this.form) === this.value) this.restore(false);
    else this.form.requestSubmit();
  }

  restore(isFocused) {
    if (!this.before || !this.form) return;
    this.replaceChildren(...this.before);
    if (isFocused) this.querySelector("button")?.focus();
  }
}
customElements.define("edit-fact", EditFact);
