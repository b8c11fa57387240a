// <record-lookup data-url>: a box that finds records by name; the hidden input gets the id.
class RecordLookup extends HTMLElement {
  connectedCallback() {
    [this.key, this.box] = this.querySelectorAll("input");
    this.list = this.querySelector("[role=listbox]");
    this.box.addEventListener("input", () => this.ask());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // stays in the box
    this.list.addEventListener("click", ({ target }) => this.take(target.closest("[role=option]")));
  }

  ask() {
    this.key.value = "";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      const text = this.box.value.trim();
      const url = `${this.dataset.url}?${new URLSearchParams({ q: text })}`;
      const answer = text && (await fetch(url).catch(() => null));
      if (text !== this.box.value.trim()) return;
      this.list.innerHTML = answer?.ok ? await answer.text() : "";
      this.show(Boolean(text));
      this.choose(0);
    }, 120);
  }

  show(isOpen) {
    this.list.hidden = !isOpen;
    this.box.setAttribute("aria-expanded", String(isOpen));
  }

  choose(index) {
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.at = Math.max(0, Math.min(index, this.options.length - 1));
    this.options.forEach((one, i) => one.setAttribute("aria-selected", String(i === this.at)));
    this.options[this.at]?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.list.hidden || !(step || ["Enter", "Escape"].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    if (step) this.choose(this.at + step);
    else event.key === "Enter" ? this.take(this.options[this.at]) : this.show(false);
  }

  take(option) {
    if (option) [this.key.value, this.box.value] = [option.dataset.key, option.dataset.word];
    this.show(false);
    if (option) this.key.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    if (!this.key.value) this.box.value = ""; // what was not chosen is not kept
    this.show(false);
  }
}
customElements.define("record-lookup", RecordLookup);
