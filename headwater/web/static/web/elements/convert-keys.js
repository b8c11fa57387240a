// <convert-keys> in the convert form: Enter converts from anywhere but a textarea, a c o go to the
// columns, and what is open or being typed stays when the columns are drawn anew.
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
    on(this.form, "htmx:beforeSwap", this.remember);
    on(this.form, "htmx:afterSettle", this.restore);
  }

  disconnectedCallback() {
    this.ends.abort();
  }

  press(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey) return;
    const isTyping = event.target.closest(TYPES);
    const column = !isTyping && !event.metaKey && COLUMNS[event.key];
    if (event.key === "Enter" && !event.metaKey && !event.target.closest(ENTERS)) {
      event.preventDefault();
      if (!event.repeat) this.form.requestSubmit(this.form.querySelector("#convert-now"));
    } else if (column) {
      event.preventDefault();
      this.form.querySelector(`[name=${column}]:checked`)?.focus();
    }
  }

  once(event) {
    if (this.isSent) event.preventDefault(), event.stopImmediatePropagation();
    this.isSent = true;
  }

  remember() {
    const { id, value } = document.activeElement;
    this.typed = document.activeElement.matches(TYPES) ? { id, value } : null;
    this.opened = [...this.form.querySelectorAll("details[open]")].map((one) => one.id);
    this.top = this.form.querySelector("#conversion")?.scrollTop ?? 0;
  }

  restore() {
    for (const id of this.opened ?? []) this.form.querySelector(`#${id}`)?.setAttribute("open", "");
    const box = this.typed?.id && this.form.querySelector(`#${CSS.escape(this.typed.id)}`);
    if (box && box.value !== this.typed.value) box.value = this.typed.value;
    this.form.querySelector("#conversion")?.scrollTo(0, this.top);
  }
}
customElements.define("convert-keys", ConvertKeys);
