// While a card is in somebody's hand or on its way, the board under it is not drawn anew: news
// would take the card out of the hand, or put it back where it was. They are fetched afterwards.
export function hold(board) {
  let isPressed = false;
  let isLate = false;
  const isBusy = () => isPressed || board.card || board.was;
  const release = () => {
    if (isBusy() || !isLate) return;
    isLate = false;
    document.body.dispatchEvent(new CustomEvent("headwater:changed"));
  };
  board.addEventListener("pointerdown", (event) => {
    isPressed = event.target.closest(".deal[draggable]") !== null;
  });
  for (const name of ["pointerup", "pointercancel", "dragend"]) {
    document.addEventListener(name, () => release((isPressed = false)));
  }
  board.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "board" || detail.requestConfig.verb !== "get" || !isBusy()) return;
    detail.shouldSwap = false;
    isLate = true;
  });
  return release;
}
