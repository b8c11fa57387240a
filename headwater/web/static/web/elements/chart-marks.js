// <chart-marks> around a chart: one Tab stop, arrow keys go from mark to mark (Home and End to the
// ends of a row), Enter follows the mark's link; what is pointed at or focused is read out beside.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

class ChartMarks extends HTMLElement {
  connectedCallback() {
    this.points = [...this.querySelectorAll("[data-point]")].map((mark) => {
      const [row, column] = mark.dataset.point.split(" ").map(Number);
      return { mark, row, column };
    });
    this.points.forEach(({ mark }, at) => mark.setAttribute("tabindex", at ? "-1" : "0"));
    this.box = this.querySelector(".read-out");
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("pointerover", (event) => this.tell(event.target));
    this.addEventListener("pointerleave", () => this.tell(document.activeElement));
    this.addEventListener("focusin", (event) => this.tell(event.target));
    this.addEventListener("focusout", () => this.tell(null));
  }

  press(event) {
    const now = this.points.find(({ mark }) => mark === event.target);
    if (event.key === "Escape" || !now) return this.tell(null);
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const link = event.key === "Enter" && now.mark.getAttribute("href");
    const next = this.next(now, event.key);
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
    const side = right ? row.filter((one) => (one.column - now.column) * right > 0) : this.points.filter((one) => (one.row - now.row) * down > 0);
    return side.sort((one, other) => far(one) - far(other))[0] ?? now;
  }

  tell(target) {
    const point = target?.closest?.("[data-point]");
    if (this.box) this.box.hidden = !point || !this.contains(point);
    if (!this.box || this.box.hidden) return;
    const part = (name, textContent, className = "") => Object.assign(document.createElement(name), { textContent, className });
    this.box.replaceChildren(part("b", point.dataset.title), ...point.dataset.lines.split("\n").map((line) => {
      const [tone, name, words] = line.split("\t");
      const row = part("span", "");
      row.append(...(tone ? [part("i", "", `k ${tone}`)] : []), name, part("b", words));
      return row;
    }));
    const [mark, room, box] = [point, this, this.box].map((one) => one.getBoundingClientRect());
    const left = mark.left - room.left + mark.width / 2 - box.width / 2;
    this.box.style.left = `${Math.max(0, Math.min(left, room.width - box.width))}px`;
    this.box.style.top = `${mark.top - room.top - box.height - 6}px`;
  }
}
customElements.define("chart-marks", ChartMarks);
