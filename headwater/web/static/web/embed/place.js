// Draws a form of ours where its script tag stands and sends it from there: labels, help and errors
// as on our own page, the look of yours. Where fetch is not allowed, it is posted as forms are.
(() => {
  const script = document.currentScript;
  const element = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...inside.map((one) => (typeof one === "string" ? one : element(...one))));
    return made;
  };
  const form = element(...script.headwater.tree);
  const { into } = script.dataset;
  into ? document.querySelector(into)?.append(form) : script.after(form);
  if (!form.elements) return; // it is closed, and a sentence says so
  form.noValidate = true; // the sentences stand beside the fields instead

  const sign = (field, sentence) => {
    const id = `${field.id}-wrong`;
    const help = document.getElementById(`${field.id}-help`)?.id ?? "";
    document.getElementById(id)?.remove();
    field.setAttribute("aria-invalid", String(Boolean(sentence)));
    field.setAttribute("aria-describedby", `${help} ${sentence ? id : ""}`.trim());
    if (sentence) field.parentNode.append(element("span", { id, class: "error" }, sentence));
  };
  const say = (role, words) => {
    form.prepend(element("div", { role, tabindex: "-1", class: role }, words));
    form.firstChild.focus();
  };
  const complain = (wrong) => {
    for (const field of form.elements) if (field.id) sign(field, wrong.get(field));
    form.querySelector("[role=alert]")?.remove();
    const lines = [...wrong].map(([field, sentence]) => {
      const label = field.labels?.[0]?.firstChild?.textContent.trim();
      return ["li", {}, ["a", { href: `#${field.id}` }, `${label ? `${label}: ` : ""}${sentence}`]];
    });
    if (lines.length) say("alert", ["ul", {}, ...lines]);
  };
  const first = ([name, sentence]) => [form.querySelector(`[name="${name}"]`), sentence];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    const wrong = [...form.elements].filter((field) => field.willValidate && !field.validity.valid);
    complain(new Map(wrong.map((field) => [field, field.validationMessage])));
    if (wrong.length || button.ariaDisabled === "true") return;
    button.ariaDisabled = "true"; // a second press waits for the answer
    window.headwater.fill(form);
    const body = new URLSearchParams(new FormData(form));
    const how = { method: "POST", credentials: "omit", headers: { Accept: "application/json" } };
    try {
      const said = await (await fetch(form.action, { ...how, body })).json();
      if (said.redirect) location.assign(said.redirect);
      else if (said.errors) complain(new Map(Object.entries(said.errors).map(first)));
      else if (!said.thanks) throw new Error(said.trouble);
      else form.replaceChildren(), say("status", said.thanks);
    } catch {
      form.submit(); // the same words again are the same submission over there
    }
    button.ariaDisabled = null;
  });
})();
