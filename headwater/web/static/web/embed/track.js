// Visits of your own site. Without consent a page is only counted: nothing is stored, nothing tells
// visitors apart. With it (`data-consent="given"` or `headwater.consent(true)`) a cookie of your
// site keeps a random key. Do Not Track and Global Privacy Control end it all.
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const [NAME, YEAR] = ["hw_visitor", 31_536_000]; // seconds
  const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
  if (window.headwater?.consent) return;
  const kept = () => document.cookie.match(/(?:^|; )hw_visitor=([a-f0-9]{32})/)?.[1] ?? "";
  const hex = (n) => n.toString(16).padStart(2, "0");
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join("");
  const lasting = `Path=/;SameSite=Lax${location.protocol === "https:" ? ";Secure" : ""}`;
  const cookie = (value, age) => `${NAME}=${value};Max-Age=${age};${lasting}`;
  const asked = [...new URLSearchParams(location.search)];
  const utm = Object.fromEntries(asked.filter(([name]) => name.startsWith("utm_")));
  const from = document.referrer && new URL(document.referrer).host !== location.host;
  let [begun, waiting] = [new Set(), []];
  const post = (told) => {
    const body = JSON.stringify(told);
    if (navigator.sendBeacon?.(`${home}/visits`, body)) return;
    const how = { method: "POST", keepalive: true, mode: "no-cors", credentials: "omit", body };
    fetch(`${home}/visits`, how).catch(() => {});
  };
  function send() {
    if (!waiting.length) return;
    const v = kept();
    const e = waiting.map(({ k, p, i, t }) => ({ k, p, a: Date.now() - t, ...(v && { i }) }));
    waiting = [];
    post({ e, v, u: utm, r: from ? document.referrer : "", d: navigator.webdriver === true });
  }
  function note(k) {
    if (refused || waiting.length > 40) return;
    waiting.push({ k, p: location.pathname, i: random(), t: Date.now() });
    setTimeout(send, 1000); // a consent given at once goes along
  }
  function consent(isGiven) {
    if (refused) return;
    if (!isGiven && kept()) post({ forget: kept() });
    if (!isGiven || !kept()) document.cookie = isGiven ? cookie(random(), YEAR) : cookie("", 0);
  }
  const page = () => note("page");
  window.headwater = { ...window.headwater, consent, page, visitor: kept };
  if (script.dataset.consent === "given") consent(true);
  addEventListener("pagehide", send);
  document.addEventListener("focusin", ({ target: { form } }) => {
    if (form && !begun.has(form)) begun.add(form), note("form");
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-trap]")) note("trap");
    const link = target.closest?.(`a[href^="${home}/forms/"]`); // our own page of a form
    if (!link || refused || !kept()) return;
    const carried = new URLSearchParams(link.search);
    carried.set(NAME, kept());
    link.search = carried;
  }, true);
  document.addEventListener("submit", ({ target }) => {
    if (refused || !kept() || !String(target.action).startsWith(`${home}/`)) return;
    target.querySelector(`[name=${NAME}]`)?.remove();
    const carried = { type: "hidden", name: NAME, value: kept() };
    target.append(Object.assign(document.createElement("input"), carried));
  }, true);
  if (!document.prerendering) page();
  else document.addEventListener("prerenderingchange", page, { once: true });
})();
