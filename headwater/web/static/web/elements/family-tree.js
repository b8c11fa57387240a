// <family-tree> around a role=tree: arrows move, open and close, letters jump, Enter goes there.
// An item with data-branch asks for what is below it when it is opened for the first time.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const ITEM = "[role=treeitem]";

class FamilyTree extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("click", (event) => {
      const twist = event.target.closest(".twist");
      if (twist) this.turn(twist.closest(ITEM));
    });
    if (!this.querySelector(`${ITEM}[tabindex="0"]`)) this.querySelector(ITEM).tabIndex = 0;
  }

  get items() {
    return [...this.querySelectorAll(ITEM)].filter((one) => one.checkVisibility());
  }

  press(event) {
    const item = event.target.closest(ITEM);
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const items = this.items;
    const at = items.indexOf(item);
    const isOpen = item.ariaExpanded === "true";
    if (event.key in STEPS) this.go(items[at + STEPS[event.key]]);
    else if (event.key === "Home") this.go(items[0]);
    else if (event.key === "End") this.go(items.at(-1));
    else if (event.key === "Enter") item.querySelector("a, button").click();
    else if (event.key === "ArrowRight") isOpen ? this.go(items[at + 1]) : this.turn(item, true);
    else if (event.key === "ArrowLeft") {
      isOpen ? this.turn(item, false) : this.go(item.parentElement.closest(ITEM));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  go(item) {
    if (!item) return;
    for (const one of this.querySelectorAll(`${ITEM}[tabindex="0"]`)) one.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  turn(item, isOpen = item.ariaExpanded !== "true") {
    if (!item.hasAttribute("aria-expanded")) return;
    item.ariaExpanded = String(isOpen);
    const { branch } = item.dataset;
    if (!isOpen || !branch) return;
    delete item.dataset.branch;
    htmx.ajax("GET", branch, { target: item.querySelector("[role=group]"), swap: "innerHTML" });
  }
}
customElements.define("family-tree", FamilyTree);
