// A single key presses the element that carries it: <button data-key="l">. `?` lists them all.
const TYPES = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), select, " +
  "textarea, [contenteditable]";

export const isTyping = (event) =>
  event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
  event.target.closest?.(TYPES);

const root = () => document.querySelector("dialog[open]") ?? document;
const pressable = (key) =>
  [...root().querySelectorAll(key ? `[data-key="${CSS.escape(key)}"]` : "[data-key]")].filter(
    (element) => element.checkVisibility() && !element.disabled,
  );

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || event.key.length !== 1) return;
  if (event.key === "?" && root() === document) return list(event);
  const found = pressable(event.key);
  // The newest toast first, then an open menu, the current row, whatever comes first on the page.
  const chosen =
    found.findLast((element) => element.closest(".toast")) ??
    found.find((element) => element.closest(":popover-open")) ??
    found.find((element) => element.closest('[aria-current="true"]')) ?? found[0];
  if (!chosen) return;
  event.preventDefault();
  if (chosen.matches(TYPES)) chosen.focus();
  else chosen.click();
});

function list(event) {
  event.preventDefault();
  const keys = new Map([["Ctrl K", "Find or do"]]);
  if (document.querySelector("key-list")) {
    keys.set("j", "Next row").set("k", "Previous row").set("Enter", "Open the row");
  }
  for (const one of pressable()) keys.set(one.dataset.key, words(one));
  keys.set("Esc", "Close, or leave a field").set("?", "This list");
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  sheet.innerHTML = `<header><h2 id="dialog-title">Keys on this page</h2>
    <button class="btn quiet icon sp" data-close aria-label="Close">✕</button></header>
    <div class="body"><dl class="keys-list"></dl></div>`;
  for (const [key, what] of keys) {
    const term = document.createElement("dt");
    term.append(element("kbd", key));
    sheet.querySelector("dl").append(term, element("dd", what));
  }
  document.querySelector("page-dialog").show(sheet);
}

const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

function words(pressed) {
  const copy = pressed.cloneNode(true);
  for (const extra of copy.querySelectorAll("kbd, small, svg")) extra.remove();
  return pressed.ariaLabel || copy.textContent.trim() || pressed.title;
}
