// <copy-text>: its button copies the text of the box that it names; without scripts one selects it.
class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const box = document.getElementById(button.dataset.copies);
    const words = button.querySelector("span");
    const label = document.querySelector(`label[for="${box.id}"]`).textContent;
    button.ariaLabel = `Copy: ${label}`;
    button.hidden = false;
    box.addEventListener("focus", () => box.select());
    button.addEventListener("click", async () => {
      box.select();
      try {
        await navigator.clipboard.writeText(box.value);
      } catch {
        document.execCommand("copy"); // a page without https has no clipboard of its own
      }
      words.textContent = "Copied";
      setTimeout(() => (words.textContent = "Copy"), 2000);
    });
  }
}
customElements.define("copy-text", CopyText);
