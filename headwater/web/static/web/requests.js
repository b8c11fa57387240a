// Every htmx request carries the CSRF token; one that fails says so in a plain sentence.
import { say } from "./elements/toast-stack.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const sentences = {
  401: "You are signed out. Sign in again, in another tab if you have typed something.",
  403: "You may not do that. Ask the owner or an administrator.",
  404: "It is no longer there. Reload the page to see what is.",
  409: "Somebody else changed this meanwhile. Reload the page to see what is.",
  413: "That is too large to send.",
  429: "Too many tries. Wait a minute, then try again.",
};

function sentence(answer) {
  const isPlain = answer.getResponseHeader("Content-Type")?.startsWith("text/plain");
  if (isPlain && answer.responseText.length < 300) return answer.responseText;
  return sentences[answer.status] ?? "That did not work. Try again in a minute.";
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("htmx:responseError", (event) => {
  say({ text: sentence(event.detail.xhr), kind: "bad", seconds: 12 });
});
for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, () => {
    say({ text: "No connection; nothing was saved. Try again.", kind: "bad", seconds: 12 });
  });
}

// What changed while a fragment was on its way may be missing in it, and htmx forgets the request
// that waits with the element that is swapped away: so the new one is fetched once more.
const stale = new WeakSet();
const waits = '.htmx-request[hx-trigger*="headwater:changed"]';
document.addEventListener(
  "headwater:changed",
  () => document.querySelectorAll(waits).forEach((each) => stale.add(each)),
  true,
);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt } = detail.requestConfig;
  const now = stale.delete(elt) && !elt.isConnected && document.getElementById(elt.id);
  const swap = now && (now.getAttribute("hx-swap") ?? "innerHTML");
  if (swap) htmx.ajax("GET", now.getAttribute("hx-get"), { source: now, target: now, swap });
});
