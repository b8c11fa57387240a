// <file-drop> in a form with a file input: a file that is dropped or chosen is sent at once, with
// how far it is; what cannot be taken is told before anything travels.
const EVENTS = ["dragenter", "dragover", "dragleave", "drop"];
class FileDrop extends HTMLElement {
  depth = 0;
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.meter = this.querySelector("progress");
    const form = this.input.form;
    for (const name of EVENTS) document.addEventListener(name, this);
    this.input.addEventListener("change", () => this.take(this.input.files));
    form.addEventListener("htmx:xhr:progress", ({ detail }) => this.tell(detail));
    form.addEventListener("htmx:afterRequest", () => (this.meter.hidden = true));
    this.take(this.input.files); // chosen before this script had come
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // anywhere on the page: a miss must not open the file instead
    this.depth += { dragenter: 1, dragleave: -1 }[event.type] ?? 0;
    if (event.type === "drop") {
      this.depth = 0;
      this.take(event.dataTransfer.files);
    }
    this.toggleAttribute("data-over", this.depth > 0);
  }

  take(files) {
    if (!files.length) return;
    const trouble = this.trouble(files[0], files.length);
    this.say(trouble || `Sending “${files[0].name}”`, Boolean(trouble));
    if (trouble) return (this.input.value = "");
    if (files !== this.input.files) this.input.files = files;
    this.input.form.requestSubmit();
  }

  trouble(file, count) {
    const kind = file.name.toLowerCase().match(/\.\w+$/)?.[0];
    const isKnown = this.dataset.kinds.split(",").includes(kind);
    if (count > 1) return "One file at a time: drop them one after another.";
    if (!isKnown) return `“${file.name}” ${this.dataset.refusal}`;
    return file.size > Number(this.dataset.largest) ? this.dataset.tooLarge : "";
  }

  tell({ loaded, total }) {
    [this.meter.hidden, this.meter.value] = [false, total ? loaded / total : 0];
    if (total && loaded === total) this.say("It is here. Looking at its columns.");
  }

  say(text, isBad = false) {
    const line = this.querySelector("[role=status]");
    line.textContent = text;
    line.classList.toggle("bad-t", isBad);
  }
}
customElements.define("file-drop", FileDrop);
