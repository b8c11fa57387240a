// <work-board> around Today: a press on a row shows it beside the list where there is room for it;
// a reload keeps what is scrolled where, and whoever is new is announced politely.
class WorkBoard extends HTMLElement {
  connectedCallback() {
    this.known = this.names();
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target.id === "today") this.tops = this.panes().map((pane) => pane.scrollTop);
    });
    this.addEventListener("htmx:afterSettle", () => this.settle());
  }

  panes() {
    return [...this.querySelectorAll("#today > .pane")];
  }

  names() {
    const name = (row) => row.querySelector(".cut")?.textContent.trim();
    return new Map([...this.querySelectorAll("[data-row]")].map((row) => [row.id, name(row)]));
  }

  press(event) {
    const row = event.target.closest("a[data-row]");
    const isAside = event.ctrlKey || event.metaKey || event.shiftKey || event.detail === 0;
    if (!row || isAside || !this.querySelector("#peek").checkVisibility()) return;
    event.preventDefault();
    row.dispatchEvent(new CustomEvent("row-current", { bubbles: true }));
  }

  settle() {
    const now = this.names();
    const fresh = [...now].filter(([id]) => !this.known.has(id)).map(([, name]) => name);
    if (fresh.length) this.querySelector("[data-news]").textContent = `New: ${fresh.join("; ")}`;
    this.known = now;
    this.panes().forEach((pane, i) => (pane.scrollTop = this.tops?.[i] ?? pane.scrollTop));
    this.tops = null;
  }
}
customElements.define("work-board", WorkBoard);

// A deed that was done empties the box its words were in; one that was refused leaves them there.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const news = detail.xhr.getResponseHeader("HX-Trigger") ?? "";
  if (!/\/(calls|notes)$/.test(detail.pathInfo.requestPath) || !news.includes("changed")) return;
  for (const box of document.querySelectorAll("[data-clears]")) box.value = "";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("[data-clears]")) event.target.blur();
});
document.addEventListener("headwater:dialog", ({ detail }) => {
  htmx.ajax("GET", detail.url, { target: "#dialog", swap: "innerHTML" });
});
