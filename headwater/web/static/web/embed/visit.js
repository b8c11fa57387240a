// How the visitor came, for forms that stand on a page of yours. The first page of the visit and
// its advertising parameters stay in this tab (sessionStorage); nothing leaves it before a form is
// sent. No cookie, no request.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const KEY = "headwater:visit";
  const TOLD = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];
  TOLD.push("gclid", "fbclid", "msclkid");
  if (window.headwater?.fill) return;

  const query = (names) => {
    const asked = new URLSearchParams(location.search);
    return Object.fromEntries(names.map((name) => [name, asked.get(name)]).filter(([, v]) => v));
  };

  function first() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      if (kept) return kept;
    } catch {} // switched off, or not ours
    const page = { landing_page: location.href, came_from: document.referrer, ...query(TOLD) };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(page));
    } catch {}
    return page;
  }

  // What this page says about advertising goes before what the first one said.
  function visit(taken = "") {
    const known = { ...first() };
    const now = query(TOLD);
    if (Object.keys(now).length) for (const name of TOLD) delete known[name];
    const hw_visitor = window.headwater.visitor?.(); // the tracker's, where somebody agreed to it
    return { ...known, ...now, ...query(taken.split(" ")), form_page: location.href, hw_visitor };
  }

  function fill(form) {
    for (const [name, value] of Object.entries(visit(form.dataset.take))) {
      if (!value || form.elements[name]) continue;
      const made = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(made);
    }
  }

  window.headwater = Object.assign(window.headwater ?? {}, { fill });
  first();
  document.addEventListener("submit", ({ target }) => {
    if (target.action?.toString().startsWith(`${home}/`)) fill(target);
  }, true);
  addEventListener("message", ({ source, origin, data }) => {
    if (origin !== home || !data?.headwater) return;
    const isTheirs = (frame) => frame.contentWindow === source;
    const frame = [...document.querySelectorAll("iframe")].find(isTheirs);
    if (!frame) return;
    if (data.height) frame.style.height = `${Math.ceil(data.height)}px`;
    source.postMessage({ headwater: visit(data.take) }, home);
  });
})();
