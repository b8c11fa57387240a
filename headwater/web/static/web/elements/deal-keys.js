// The keys of the board: arrows left and right move a deal a stage (with Shift the focus goes to
// the column beside), j k and up and down go through the cards.
import { isTyping } from "../keys.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function press(board, event) {
  const step = STEPS[event.key];
  const here = document.activeElement;
  const card = board.contains(here) ? here.closest(".deal") : null;
  if (!step || isTyping(event) || document.querySelector("dialog[open]")) return;
  if (!card && (event.key.length > 1 || here.matches("select, summary"))) return;
  event.preventDefault();
  const lanes = [...board.querySelectorAll("[data-stage]")];
  const beside = card && lanes[lanes.indexOf(card.closest("[data-stage]")) + step];
  if (!/Left|Right/.test(event.key)) go([...board.querySelectorAll(".deal")], card, step);
  else if (event.shiftKey) aside(lanes, lanes.indexOf(card.closest("[data-stage]")), step);
  else if (beside && card.draggable) board.move(card, beside);
}

function go(cards, card, step) {
  (card ? cards[cards.indexOf(card) + step] : cards[0])?.focus();
}

function aside(lanes, at, step) {
  for (let place = at + step; lanes[place]; place += step) {
    const first = lanes[place].querySelector(".deal");
    if (first) return first.focus();
  }
}
