// The box in a table's head ticks every row; the bulk bar says how many are ticked.
const boxes = (form) => [...form.querySelectorAll('input[type="checkbox"][name="id"]')];

// News must not take the ticks away: the list waits until the next time.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.id === "list-keys" && event.target.closest(".list-form");
  if (form && boxes(form).some((box) => box.checked)) event.preventDefault();
});
document.addEventListener("change", (event) => {
  const form = event.target.closest(".list-form");
  if (!form || event.target.type !== "checkbox") return;
  const rows = boxes(form);
  if (event.target.matches("[data-tick-all]")) {
    for (const box of rows) box.checked = event.target.checked;
  }
  const count = rows.filter((box) => box.checked).length;
  const all = form.querySelector("[data-tick-all]");
  if (all) {
    all.checked = count === rows.length;
    all.indeterminate = count > 0 && count < rows.length;
  }
  for (const place of form.querySelectorAll("[data-ticked]")) place.textContent = String(count);
});
