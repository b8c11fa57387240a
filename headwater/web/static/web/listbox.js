// A list of options under a text input, as ARIA's combobox wants it; what is chosen stays with
// whoever made it.
export class Listbox {
  constructor(input, label) {
    this.input = input;
    this.box = Object.assign(document.createElement("div"), { className: "choices" });
    Object.assign(this.box, { id: `${input.id}-list`, role: "listbox", ariaLabel: label });
    input.setAttribute("aria-controls", this.box.id);
    input.after(this.box);
    this.hide();
  }

  get isOpen() {
    return !this.box.hidden;
  }

  get current() {
    return this.rows[this.at];
  }

  show(rows, at, nothing) {
    this.rows = rows;
    rows.forEach((row, place) => {
      [row.id, row.role] = [`${this.box.id}-${place}`, "option"];
    });
    this.box.replaceChildren(...(rows.length ? rows : [nothing]));
    this.box.hidden = false;
    this.input.ariaExpanded = "true";
    this.move(at);
  }

  move(to) {
    this.at = Math.max(0, Math.min(to, this.rows.length - 1));
    this.rows.forEach((row, place) => (row.ariaSelected = String(place === this.at)));
    this.current?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.current?.id ?? "");
  }

  hide() {
    this.box.hidden = true;
    this.rows = [];
    this.input.ariaExpanded = "false";
    this.input.removeAttribute("aria-activedescendant");
  }
}
