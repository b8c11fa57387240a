// <chart-marks> around a chart: one Tab stop, arrow keys go from mark to mark (Home and End to the
// ends of a row), Enter follows the mark's link; what is pointed at or focused is read out beside.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const part = (name, textContent, className = "") =>
  Object.assign(document.createElement(name), { textContent, className });

class ChartMarks extends HTMLElement {
  connectedCallback() {
    this.points = [...this.querySelectorAll("[data-point]")].map((mark) => {
      const [row, column] = mark.dataset.point.split(" ").map(Number);
      return { mark, row, column };
    });
    this.points.forEach(({ mark }, at) => mark.setAttribute("tabindex", at ? "-1" : "0"));
    this.box = this.querySelector(".read-out");
    this.addEventListener("keydown", (event) => this.press(event));
    for (const name of ["pointerover", "focusin"])
      this.addEventListener(name, (event) => this.tell(event.target));
    this.addEventListener("pointerleave", () => this.tell(document.activeElement));
    this.addEventListener("focusout", () => this.tell(null));
  }

  press(event) {
    const now = this.points.find(({ mark }) => mark === event.target);
    if (event.key === "Escape" || !now) return this.tell(null);
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.next(now, event.key);
    const link = event.key === "Enter" && now.mark.getAttribute("href");
    if (link) location.assign(link); // not every browser follows a link inside a picture by itself
    if (!next) return;
    event.preventDefault();
    for (const [one, index] of [[now, "-1"], [next, "0"]]) one.mark.setAttribute("tabindex", index);
    next.mark.focus();
  }

  next(now, key) {
    const row = this.points.filter((one) => one.row === now.row);
    if (key === "Home" || key === "End") return row.at(key === "Home" ? 0 : -1);
    if (!(key in STEPS)) return null;
    const [down, right] = STEPS[key];
    const far = (one) => Math.abs(one.row - now.row) * 1000 + Math.abs(one.column - now.column);
    const along = (one) => (right ? (one.column - now.column) * right : (one.row - now.row) * down);
    const ahead = (right ? row : this.points).filter((one) => along(one) > 0);
    return ahead.sort((one, other) => far(one) - far(other))[0] ?? now;
  }

  tell(target) {
    const point = target?.closest?.("[data-point]");
    if (!this.box || (this.box.hidden = !point || !this.contains(point))) return;
    const lines = point.dataset.lines.split("\n").map((line) => this.line(...line.split("\t")));
    this.box.replaceChildren(part("b", point.dataset.title), ...lines);
    const [mark, room, box] = [point, this, this.box].map((one) => one.getBoundingClientRect());
    const left = mark.left - room.left + mark.width / 2 - box.width / 2;
    const top = mark.top - room.top - box.height - 6;
    const inside = Math.max(0, Math.min(left, room.width - box.width));
    Object.assign(this.box.style, { left: `${inside}px`, top: `${top}px` });
  }

  line(tone, name, words) {
    const row = part("span", "");
    row.append(tone ? part("i", "", `k ${tone}`) : "", name, part("b", words));
    return row;
  }
}
customElements.define("chart-marks", ChartMarks);
