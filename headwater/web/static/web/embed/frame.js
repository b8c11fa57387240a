// Inside a frame: tells the page around it how tall the form is, and takes what that page knows of
// the visit. Only `visit.js` over there listens; without it the form works all the same.
const form = document.querySelector("form");
const around = window.parent;

function tell() {
  const height = document.querySelector("main").getBoundingClientRect().height;
  around.postMessage({ headwater: true, height, take: form?.dataset.take ?? "" }, "*");
}

addEventListener("message", ({ source, data }) => {
  if (source !== around || typeof data?.headwater !== "object" || !form) return;
  for (const [name, value] of Object.entries(data.headwater)) {
    if (typeof value !== "string" || !/^[\w-]{1,80}$/.test(name) || name === "form-token") continue;
    const hidden = form.elements[name] ?? document.createElement("input");
    if (form.elements[name] && hidden.type !== "hidden") continue;
    form.append(Object.assign(hidden, { type: "hidden", name, value: value.slice(0, 1000) }));
  }
});
new ResizeObserver(tell).observe(document.querySelector("main"));
tell();
