// Visits of your own site. Without consent a page is only counted: nothing is stored and nothing is
// sent that tells two visitors apart. With consent (`data-consent="given"`, `headwater.consent(true)`)
// a cookie of your site keeps a random key. Do Not Track and Global Privacy Control end it all.
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const NAME = "hw_visitor";
  const refused = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
  if (window.headwater?.consent) return;
  const kept = () => document.cookie.match(/(?:^|; )hw_visitor=([a-f0-9]{32})/)?.[1] ?? "";
  const random = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  const store = (value, age) => {
    const secure = location.protocol === "https:" ? ";Secure" : "";
    document.cookie = `${NAME}=${value};Max-Age=${age};Path=/;SameSite=Lax${secure}`;
  };
  const asked = new URLSearchParams(location.search);
  const utm = Object.fromEntries([...asked].filter(([name]) => name.startsWith("utm_")));
  const from = document.referrer && new URL(document.referrer).host !== location.host;
  const begun = new Set();
  let waiting = [];
  const post = (told) => {
    const text = JSON.stringify(told);
    if (navigator.sendBeacon?.(`${home}/visits`, text)) return;
    const how = { method: "POST", body: text, keepalive: true, mode: "no-cors", credentials: "omit" };
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
    if (!isGiven) store("", 0);
    else if (!kept()) store(random(), 31_536_000); // a year
  }
  window.headwater = Object.assign(window.headwater ?? {}, { consent, page: () => note("page"), visitor: kept });
  if (script.dataset.consent === "given") consent(true);
  addEventListener("pagehide", send);
  document.addEventListener("focusin", ({ target: { form } }) => {
    if (form && !begun.has(form)) begun.add(form), note("form");
  });
  document.addEventListener("click", ({ target }) => target.closest?.("[data-trap]") && note("trap"), true);
  document.addEventListener("submit", ({ target }) => {
    if (refused || !kept() || !String(target.action).startsWith(`${home}/`)) return;
    target.querySelector(`[name=${NAME}]`)?.remove();
    target.append(Object.assign(document.createElement("input"), { type: "hidden", name: NAME, value: kept() }));
  }, true);
  if (document.prerendering) document.addEventListener("prerenderingchange", () => note("page"), { once: true });
  else note("page");
})();
