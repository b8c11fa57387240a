// <form-builder>: the preview follows what is typed, and the lists of fields can be searched.
class FormBuilder extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.frame = this.querySelector("iframe");
    for (const box of this.querySelectorAll("[data-find]")) box.hidden = false;
    this.addEventListener("input", (event) => this.hear(event.target));
    this.addEventListener("change", (event) => this.hear(event.target));
    this.addEventListener("htmx:afterSwap", (event) => {
      const row = event.target.lastElementChild;
      this.querySelector("[data-news]").textContent = `${row.dataset.name} is added.`;
      this.hear(row);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("[data-find]")) return;
      event.preventDefault();
      event.target.parentNode.querySelector("button:not([hidden])")?.click();
    });
    this.addEventListener("toggle", (event) => {
      if (event.newState === "open") event.target.querySelector("[data-find]")?.focus();
    }, true);
    this.offer();
  }

  hear(target) {
    this.offer();
    if (target.matches("[data-find], [name=width]")) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.draw(), 250);
  }

  // What is on the form already, and what is not called so, is not offered.
  offer() {
    for (const menu of this.querySelectorAll(".more-fields")) {
      const list = { add: "field", hide: "hidden" };
      const wanted = menu.querySelector("[data-find]").value.trim().toLowerCase();
      const buttons = [...menu.querySelectorAll("button")];
      for (const one of buttons) {
        const isThere = document.getElementById(`row-${list[one.name]}-${one.value}`);
        const words = `${one.textContent} ${one.value}`.toLowerCase();
        one.hidden = Boolean(isThere) || !words.includes(wanted);
      }
      menu.querySelector("[data-nothing]").hidden = buttons.some((one) => !one.hidden);
    }
  }

  async draw() {
    const about = (this.drawing = {});
    const body = new FormData(this.form);
    const answer = await fetch(this.dataset.preview, { method: "POST", body }).catch(() => null);
    const html = answer?.ok && (await answer.text());
    if (!html || about !== this.drawing) return; // something newer is under way
    const page = new DOMParser().parseFromString(html, "text/html");
    this.frame.contentDocument.body.replaceWith(page.body); // its style stays: nothing flickers
  }
}
customElements.define("form-builder", FormBuilder);
