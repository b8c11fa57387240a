// <work-board> around Today or the duplicates: a press on a row shows it beside the list where
// there is room; a reload of [data-board] keeps what is scrolled, and who is new is announced.
class WorkBoard extends HTMLElement {
  connectedCallback() {
    this.known = this.names();
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target.matches("[data-board]")) this.meet(event.detail);
    });
    this.addEventListener("htmx:afterSettle", () => this.settle());
  }

  panes() {
    return [...this.querySelectorAll("[data-board] .pane:is(.list, .peek)")];
  }

  names() {
    const name = (row) => row.querySelector(".cut")?.textContent.trim();
    return new Map([...this.querySelectorAll("[data-row]")].map((row) => [row.id, name(row)]));
  }

  press(event) {
    const row = event.target.closest("a")?.closest("[data-row]");
    const isAside = event.ctrlKey || event.metaKey || event.shiftKey || event.detail === 0;
    if (!row || isAside || !this.querySelector("#peek")?.checkVisibility()) return;
    event.preventDefault();
    row.dispatchEvent(new CustomEvent("row-current", { bubbles: true }));
  }

  meet(detail) {
    this.tops = this.panes().map((pane) => pane.scrollTop);
    const asked = detail.requestConfig.parameters.current;
    const row = this.querySelector('[data-row][aria-current="true"]');
    if (!row || !asked || row.id === `row-${asked}`) return;
    detail.shouldSwap = false; // somebody has moved on meanwhile: ask again for where they are
    const again = detail.target.dataset.board || "headwater:changed";
    setTimeout(() => document.body.dispatchEvent(new CustomEvent(again)), 300);
  }

  settle() {
    const now = this.names();
    const fresh = [...now].filter(([id]) => !this.known.has(id)).map(([, name]) => name);
    const news = this.querySelector("[data-arrivals]");
    if (fresh.length && this.tops) news.textContent = `New: ${fresh.join("; ")}`;
    this.known = new Map([...this.known, ...now]); // rows that wait below come in while scrolling
    this.panes().forEach((pane, i) => (pane.scrollTop = this.tops?.[i] ?? pane.scrollTop));
    this.tops = null;
  }
}
customElements.define("work-board", WorkBoard);
