// <key-list> around rows marked data-row (with ids): j k and arrows move aria-current="true",
// Enter opens the row's link. A row that becomes current fires `row-current` (for hx-trigger).
import { isTyping } from "../keys.js";

const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

class KeyList extends HTMLElement {
  connectedCallback() {
    this.current = this.rows.find((row) => row.ariaCurrent === "true")?.id;
    this.onKey = (event) => this.press(event);
    this.onSwap = () => this.restore();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("htmx:afterSettle", this.onSwap);
    this.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (row) this.mark(row);
    });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("htmx:afterSettle", this.onSwap);
  }

  get rows() {
    return [...this.querySelectorAll("[data-row]")];
  }

  press(event) {
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    const rows = this.rows;
    const at = rows.findIndex((row) => row.ariaCurrent === "true");
    const isElsewhere = event.target.closest("a, button, summary") && !this.contains(event.target);
    if (event.key === "Enter" && at >= 0 && !event.target.closest("a, button, summary")) {
      (rows[at].matches("a") ? rows[at] : rows[at].querySelector("a[href]"))?.click();
    } else if (event.key in STEPS && rows.length && !(isElsewhere && event.key.length > 1)) {
      event.preventDefault();
      this.mark(rows[Math.max(0, Math.min(at + STEPS[event.key], rows.length - 1))], true);
    }
  }

  mark(row, isMove = false) {
    for (const other of this.rows) if (other !== row) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    this.current = row.id;
    if (!isMove) return;
    if (this.contains(document.activeElement)) document.activeElement.blur();
    row.scrollIntoView({ block: "nearest" });
    row.dispatchEvent(new CustomEvent("row-current", { bubbles: true }));
  }

  restore() {
    const row = this.rows.find((one) => one.id && one.id === this.current);
    if (row && !this.rows.some((one) => one.ariaCurrent === "true")) this.mark(row);
  }
}
customElements.define("key-list", KeyList);
