// <command-palette src="/palette">: Ctrl/⌘ K or `/` opens; arrows choose, Enter goes, Esc closes.
import { isTyping } from "../keys.js";

class CommandPalette extends HTMLElement {
  connectedCallback() {
    [this.dialog, this.input, this.list] = this.querySelectorAll("dialog, input, .found");
    document.addEventListener("keydown", (event) => this.call(event));
    document.addEventListener("click", ({ target }) => {
      if (target.closest("[data-open=palette]")) this.open();
      if (target === this.dialog) this.dialog.close(); // the backdrop
    });
    this.input.addEventListener("input", () => this.ask(120));
    this.input.addEventListener("keydown", (event) => this.move(event));
  }

  call(event) {
    const isK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (!isK && (event.key !== "/" || isTyping(event))) return;
    event.preventDefault();
    this.open();
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.ask(0);
  }

  ask(wait) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      const text = this.input.value;
      const url = `${this.getAttribute("src")}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (text !== this.input.value) return; // a later question is under way
      this.list.innerHTML = answer?.ok ? await answer.text() : "";
      this.choose(0);
    }, wait);
  }

  choose(index) {
    const options = [...this.list.querySelectorAll("[role=option]")];
    this.at = Math.max(0, Math.min(index, options.length - 1));
    options.forEach((option, i) => {
      option.id = `palette-${i}`;
      option.setAttribute("aria-selected", String(i === this.at));
    });
    this.chosen = options[this.at];
    this.chosen?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.chosen?.id ?? "");
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step ? this.choose(this.at + step) : this.chosen?.click();
  }
}
customElements.define("command-palette", CommandPalette);
