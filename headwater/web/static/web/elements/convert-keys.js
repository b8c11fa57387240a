// <convert-keys> in the convert form: Enter converts from anywhere but a textarea; a, c and o go to
// the columns; a second Enter while the first is under way does nothing.
const ENTERS = "textarea, button, a, summary, [aria-expanded=true]";
const TYPES = "input:not([type=radio], [type=checkbox]), select, textarea";
const COLUMNS = { a: "account", c: "contact", o: "opportunity" };

class ConvertKeys extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.ends = new AbortController();
    const on = (where, name, act, capture = false) =>
      where.addEventListener(name, act.bind(this), { capture, signal: this.ends.signal });
    on(this.form.closest("dialog") ?? document, "keydown", this.press);
    on(this.form, "submit", this.once, true);
    on(this.form, "htmx:afterRequest", () => (this.isSent = false));
    on(this.form, "click", this.show);
  }

  disconnectedCallback() {
    this.ends.abort();
  }

  press(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && !event.target.closest(ENTERS)) {
      event.preventDefault();
      if (!event.repeat) this.form.requestSubmit(this.form.querySelector("#convert-now"));
    } else if (event.key in COLUMNS && !event.target.closest(TYPES)) {
      event.preventDefault();
      this.form.querySelector(`[name=${COLUMNS[event.key]}]:checked`)?.focus();
    }
  }

  once(event) {
    if (this.isSent) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    this.isSent = true;
  }

  show(event) {
    const opener = event.target.closest("[data-open]");
    const fold = opener
      ? this.form.querySelector(`#${opener.dataset.open}`)
      : event.target.closest("summary")?.parentElement;
    if (opener) event.preventDefault(), (fold.open = true);
    // The fold opens after this; what it holds should be seen.
    if (fold) requestAnimationFrame(() => fold.scrollIntoView({ block: "nearest" }));
  }
}
customElements.define("convert-keys", ConvertKeys);
