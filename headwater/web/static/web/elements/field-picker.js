// <field-picker> around an input with a datalist: the same choice as a list that one can search.
// Typing (also before this came) narrows it, Enter takes, Esc puts back, empty leaves it out.
import { matching } from "../field-options.js";
import { Listbox } from "../listbox.js";

class FieldPicker extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.source = this.input.list;
    if (!this.source) return;
    this.input.removeAttribute("list");
    this.list = new Listbox(this.input, "Fields");
    this.kept = this.input.defaultValue;
    const on = (name, deed) => this.input.addEventListener(name, deed);
    on("focus", () => this.input.select());
    on("click", () => this.list.isOpen || this.open(""));
    on("input", () => this.open(this.input.value));
    on("keydown", (event) => this.press(event));
    on("blur", () => this.leave());
    on("change", (event) => event.isTrusted && event.stopPropagation()); // told when it is taken
    this.list.box.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(event.target.closest("[role=option]")?.dataset.word ?? this.kept);
    });
    if (this.input.matches(":focus") && this.input.value !== this.kept) this.open(this.input.value);
  }

  open(text) {
    const rows = matching(this.source, text, this.input);
    const at = rows.findIndex((row) => row.dataset.word === this.input.value);
    this.list.show(rows, at, "No field is called that.");
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { isOpen, at, current } = this.list;
    if (isOpen && step) this.list.move(at + step);
    else if (isOpen && event.key === "Escape") this.take(this.kept);
    else if (isOpen && event.key === "Enter") this.take(current?.dataset.word ?? this.kept);
    else if (step || event.key === "Enter") this.open(""); // Enter must not send the whole form
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  leave() {
    const words = [...this.source.options].map((option) => option.value);
    const typed = this.input.value.trim();
    this.take(!typed || words.includes(typed) ? typed : this.kept);
  }

  take(word) {
    this.list.hide();
    this.input.value = word;
    if (word === this.kept) return;
    this.kept = word;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("field-picker", FieldPicker);
