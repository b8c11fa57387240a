// <deal-board>: cards move between the lanes by dragging, or by Shift with an arrow key. The server
// answers with the board as it is now, or with a form when the stage asks for something.
class DealBoard extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragstart", (event) => {
      this.card = event.target.closest(".deal");
      event.dataTransfer.effectAllowed = "move";
    });
    this.addEventListener("dragend", () => this.mark(null));
    this.addEventListener("dragover", (event) => {
      const lane = event.target.closest("[data-stage]");
      if (!this.card || !lane) return;
      event.preventDefault();
      this.mark(lane);
    });
    this.addEventListener("drop", (event) => {
      const lane = event.target.closest("[data-stage]");
      event.preventDefault();
      this.mark(null);
      if (this.card && lane) this.move(this.card, lane);
      this.card = null;
    });
    this.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const card = event.target.closest(".deal[draggable]");
      if (!step || !card || !event.shiftKey) return;
      event.preventDefault();
      const lanes = [...this.querySelectorAll("[data-stage]")];
      const lane = lanes[lanes.indexOf(card.closest("[data-stage]")) + step];
      if (lane) this.move(card, lane);
    });
    this.addEventListener("htmx:afterSettle", () => {
      if (this.held && !document.querySelector("dialog[open]"))
        document.getElementById(this.held)?.focus();
    });
  }

  mark(lane) {
    for (const each of this.querySelectorAll(".lane.over")) each.classList.remove("over");
    lane?.classList.add("over");
  }

  move(card, lane) {
    if (lane.contains(card)) return;
    this.held = card.id;
    const values = {
      stage: lane.dataset.stage,
      whose: this.dataset.whose,
      next: location.pathname + location.search,
    };
    htmx.ajax("POST", card.dataset.url, { target: "#board", swap: "outerHTML", values });
  }
}
customElements.define("deal-board", DealBoard);
