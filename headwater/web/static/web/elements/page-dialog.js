// <page-dialog>: the one dialog. <a href="URL" data-dialog="URL"> loads a sheet into it; a plain
// form in the sheet posts without leaving the page. An answer 204 closes it.
const FIELD = ":is(input:not([type=hidden]), select, textarea)";

class PageDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    document.addEventListener("click", (event) => this.press(event));
    document.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target === this.dialog) this.open();
    });
    document.addEventListener("htmx:beforeOnLoad", (event) => {
      const isDone = event.detail.xhr.status === 204 && event.detail.target === this.dialog;
      if (isDone) this.dialog.close();
    });
    this.dialog.addEventListener("submit", (event) => this.send(event));
    this.dialog.addEventListener("input", () => (this.touched = true));
    this.dialog.addEventListener("close", () => this.dialog.replaceChildren());
    this.dialog.addEventListener("keydown", (event) => {
      const all = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (all) event.target.form?.requestSubmit();
    });
  }

  press(event) {
    if (event.target.closest("#dialog [data-close]")) {
      event.preventDefault();
      this.dialog.close();
    } else if (event.target === this.dialog && !this.touched) this.dialog.close(); // the backdrop
    const opener = event.target.closest("[data-dialog]");
    if (!opener || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.touched = false;
    htmx.ajax("GET", opener.dataset.dialog, { target: "#dialog", swap: "innerHTML" });
  }

  send(event) {
    const form = event.target;
    if (form.hasAttribute("hx-post") || form.method !== "post") return;
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    const values = name ? { [name]: value } : {};
    const url = event.submitter?.getAttribute("formaction") ?? form.action;
    htmx.ajax("POST", url, { source: form, values, target: "#dialog", swap: "innerHTML" });
  }

  show(sheet) {
    this.touched = false;
    this.dialog.replaceChildren(sheet);
    this.open();
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    const find = (css) => this.dialog.querySelector(css);
    const first = find("[aria-invalid=true]") ?? find("[autofocus]") ?? find(`.body ${FIELD}`);
    (first ?? find(".primary") ?? find("button"))?.focus();
  }
}
customElements.define("page-dialog", PageDialog);
