// A deed that was done empties the box its words were in; one that was refused leaves them there.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const news = detail.xhr.getResponseHeader("HX-Trigger") ?? "";
  if (!/\/(calls|notes)$/.test(detail.pathInfo.requestPath) || !news.includes("changed")) return;
  for (const box of document.querySelectorAll("[data-clears]")) box.value = "";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("[data-clears]")) event.target.blur();
});
document.addEventListener("headwater:dialog", ({ detail }) => {
  htmx.ajax("GET", detail.url, { target: "#dialog", swap: "innerHTML" });
});
