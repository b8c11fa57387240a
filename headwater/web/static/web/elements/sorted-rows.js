// <sorted-rows> around a list: its rows move by dragging their grip, by their buttons, and by Alt
// with an arrow key. The order of the inputs is the order that is posted.
class SortedRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (button) this.press(event, button.closest("li"), Number(button.dataset.step), button);
    });
    this.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const row = event.target.closest("li");
      if (step && row && event.altKey) this.press(event, row, step, event.target);
    });
    this.addEventListener("dragstart", (event) => {
      this.row = event.target.closest("li");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(this.row, 0, 0);
      this.row.classList.add("dragged");
    });
    this.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!this.row || !over) return;
      event.preventDefault();
      const { top, height } = over.getBoundingClientRect();
      const isBelow = event.clientY > top + height / 2;
      if (over !== this.row) over[isBelow ? "after" : "before"](this.row);
    });
    this.addEventListener("dragend", () => {
      this.row.classList.remove("dragged");
      this.tell(this.row);
    });
  }

  press(event, row, step, held) {
    event.preventDefault();
    if (!step) return this.drop(row);
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    other?.[step < 0 ? "before" : "after"](row);
    held.focus(); // what is moved loses it
    this.tell(row);
  }

  drop(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("summary, input:not([type=hidden]), [data-step='0']")?.focus();
    this.news(`${row.dataset.name} is removed.`);
  }

  tell(row) {
    const rows = [...row.parentNode.children];
    this.news(`${row.dataset.name}: ${rows.indexOf(row) + 1} of ${rows.length}.`);
  }

  news(words) {
    document.querySelector("[data-news]").textContent = words;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("sorted-rows", SortedRows);
