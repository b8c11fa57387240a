// The look changes in place; the server learns of it by the cookie. Without scripts the form posts.
const form = "[data-theme-form]";

document.addEventListener("submit", (event) => {
  const theme = event.submitter?.value;
  if (!event.target.matches(form) || !theme) return;
  event.preventDefault();
  document.cookie = `theme=${theme}; path=/; max-age=63072000; samesite=lax`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll(`${form} [name="theme"]`)) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
});
