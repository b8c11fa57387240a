// <command-palette src="/palette">: Ctrl/⌘ K opens; arrows choose, Enter goes, Esc closes.
class CommandPalette extends HTMLElement {
  connectedCallback() {
    [this.dialog, this.input, this.list] = this.querySelectorAll("dialog, input, .found");
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.open();
    });
    document.addEventListener("click", ({ target }) => {
      if (target.closest("[data-open=palette]")) this.open();
      if (target === this.dialog) this.dialog.close(); // the backdrop
    });
    this.input.addEventListener("input", () => this.ask(120));
    this.input.addEventListener("keydown", (event) => this.move(event));
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.ask(0);
  }

  ask(wait) {
    clearTimeout(this.waiting);
    this.isFresh = this.isGoing = false; // Enter waits for the answer to what is typed
    this.waiting = setTimeout(async () => {
      const text = this.input.value;
      const url = `${this.getAttribute("src")}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (text !== this.input.value) return; // a later question is under way
      this.list.innerHTML = answer?.ok ? await answer.text() : "";
      this.choose(0);
      this.isFresh = true;
      if (this.isGoing) this.chosen?.click();
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
    if (step) this.choose(this.at + step);
    else if (this.isFresh) this.chosen?.click();
    else this.isGoing = true;
  }
}
customElements.define("command-palette", CommandPalette);
