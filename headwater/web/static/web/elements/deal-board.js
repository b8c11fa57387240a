// <deal-board>: cards move between the lanes by dragging or by keys, at once; the server answers
// with the board as it is then, or with a form when the stage asks for something.
import { press } from "./deal-keys.js";

class DealBoard extends HTMLElement {
  connectedCallback() {
    const on = (name, deed) => this.addEventListener(name, deed);
    on("dragstart", (event) => (this.card = event.target.closest(".deal[draggable]")));
    on("dragend", () => this.mark((this.card = null)));
    on("dragover", (event) => {
      const lane = this.card && event.target.closest("[data-stage]");
      if (lane) event.preventDefault();
      this.mark(lane);
    });
    on("drop", (event) => {
      const lane = event.target.closest("[data-stage]");
      event.preventDefault();
      if (this.card && lane) this.move(this.card, lane);
    });
    this.onKey = (event) => press(this, event);
    this.onSettle = () => this.settle();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("htmx:afterSettle", this.onSettle);
    for (const name of ["htmx:responseError", "htmx:sendError"]) on(name, () => this.restore());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("htmx:afterSettle", this.onSettle);
  }

  mark(lane) {
    for (const each of this.querySelectorAll(".lane.over")) each.classList.remove("over");
    lane?.classList.add("over");
  }

  move(card, lane) {
    if (lane.contains(card)) return;
    const item = card.closest("li");
    this.was = { item, place: item.parentNode, next: item.nextSibling };
    lane.querySelector("ol").prepend(item); // at once; what the server draws takes its place
    card.focus();
    [this.held, this.news] = [card.id, `${card.title} is now in ${lane.dataset.stage}.`];
    const values = { stage: lane.dataset.stage, board: this.firstElementChild.dataset.query };
    htmx.ajax("POST", card.dataset.url, { target: "#board", swap: "outerHTML", values });
  }

  restore() {
    this.was?.place.insertBefore(this.was.item, this.was.next);
    this.was = null;
  }

  settle() {
    if (document.querySelector("dialog[open]")) return this.restore(); // the stage asks first
    document.getElementById(this.held)?.focus();
    if (this.held) document.getElementById("board-news").textContent = this.news;
    this.held = this.was = null;
  }
}
customElements.define("deal-board", DealBoard);
