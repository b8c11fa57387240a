// <deal-board>: cards move by drag or by keys, at once; the server answers with the board.
import { hold } from "./deal-hold.js";
import { press } from "./deal-keys.js";

class DealBoard extends HTMLElement {
  connectedCallback() {
    const on = (name, deed) => this.addEventListener(name, deed);
    on("dragstart", (event) => (this.card = event.target.closest(".deal[draggable]")));
    on("dragend", () => this.mark((this.card = null)));
    on("dragover", (event) => this.over(event));
    on("drop", (event) => this.drop(event));
    this.release = hold(this);
    document.addEventListener("keydown", (event) => press(this, event));
    document.addEventListener("htmx:afterSettle", ({ detail }) => {
      if (/^(board|dialog)$/.test(detail.target.id)) this.settle();
    });
    for (const name of ["responseError", "sendError"]) on(`htmx:${name}`, () => this.restore());
  }

  over(event) {
    const lane = this.card && event.target.closest("[data-stage]");
    if (lane) event.preventDefault();
    this.mark(lane);
  }

  drop(event) {
    event.preventDefault();
    if (this.card) this.move(this.card, event.target.closest("[data-stage]"));
    this.card = null; // a card that is drawn anew meanwhile tells no end of its drag
  }

  mark(lane) {
    this.querySelector(".lane.over")?.classList.remove("over");
    lane?.classList.add("over");
  }

  move(card, lane) {
    if (lane?.contains(card) ?? true) return;
    const item = card.parentNode;
    this.was = { item, place: item.parentNode, next: item.nextSibling };
    lane.querySelector("ol").prepend(item); // at once; what the server draws takes its place
    card.focus();
    [this.held, this.news] = [card.id, `${card.title} is now in ${lane.dataset.stage}.`];
    const values = { stage: lane.dataset.stage, board: this.firstElementChild.dataset.query };
    htmx.ajax("POST", card.dataset.url, { target: "#board", swap: "outerHTML", values });
  }

  restore() {
    this.was?.place.insertBefore(this.was.item, this.was.next);
    this.release((this.held = this.was = null));
  }

  settle() {
    if (document.querySelector("dialog[open]")) return this.restore(); // the stage asks first
    document.getElementById(this.held)?.focus();
    if (this.held) this.previousElementSibling.textContent = this.news;
    this.release((this.held = this.was = null));
  }
}
customElements.define("deal-board", DealBoard);
