// <toast-stack>: messages with Undo. The server puts them into the page or into a htmx answer.
const stack = () => document.querySelector("toast-stack");

/** Show { text, kind: "good" | "bad", undo_url, lasts, seconds }. */
export const say = (toast) => stack()?.add(toast);

class ToastStack extends HTMLElement {
  connectedCallback() {
    this.popover = "manual"; // above an open dialog
    document.addEventListener("headwater:toast", (event) => {
      for (const toast of event.detail.value) this.add(toast);
    });
    this.addEventListener("click", (event) => {
      if (event.target.closest(".close")) this.drop(event.target.closest(".toast"));
    });
    for (const toast of this.querySelectorAll(":scope > .toast")) this.start(toast);
  }

  add({ text, kind = "good", undo_url = "", lasts = "", seconds = 8 }) {
    const toast = this.querySelector("template").content.firstElementChild.cloneNode(true);
    toast.classList.add(kind);
    toast.dataset.seconds = seconds;
    toast.querySelector(".text").textContent = text;
    toast.querySelector("small").textContent = lasts;
    const undo = toast.querySelector("form");
    undo.hidden = !undo_url;
    undo.action = undo_url;
    this.append(toast);
    this.start(toast);
  }

  start(toast) {
    if (this.matches(":popover-open")) this.hidePopover(); // shown again, it lies on top
    this.showPopover();
    if (!toast.querySelector("small").textContent) toast.querySelector("small").remove();
    if (toast.querySelector("form")?.hidden) toast.querySelector("form").remove();
    let left = Number(toast.dataset.seconds) || 8;
    // Whoever points at it or stands in it is still reading.
    const beat = setInterval(() => {
      if (!toast.matches(":hover, :focus-within") && !document.hidden) left -= 1;
      if (left > 0 && toast.isConnected) return;
      clearInterval(beat);
      this.drop(toast);
    }, 1000);
  }

  drop(toast) {
    toast.remove();
    if (!this.querySelector(":scope > .toast") && this.matches(":popover-open")) this.hidePopover();
  }
}
customElements.define("toast-stack", ToastStack);
