// Solves a challenge of ALTCHA's protocol while somebody fills in the form around it and puts the
// proof into its hidden input. WebCrypto counts beside the page, which stays quick. Whatever fails,
// the form is sent all the same: no proof is only a doubt. Runs on other sites, too, so no import.
(() => {
  if (customElements.get("proof-of-work")) return;
  const LASTS = 100 * 60 * 1000; // ms; a challenge ends after two hours
  const PATIENCE = 15 * 1000; // ms that sending may wait
  const AT_ONCE = 8;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const hex = (buffer) =>
    [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");

  async function derive({ nonce, salt, cost, keyLength }, counter) {
    const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
    return { counter, derivedKey: hex(await crypto.subtle.deriveBits(how, key, keyLength * 8)) };
  }

  async function solve(challenge) {
    const { parameters } = challenge;
    for (let start = 0; start < 2 ** 20; start += AT_ONCE) {
      const tries = Array.from({ length: AT_ONCE }, (_, one) => derive(parameters, start + one));
      const found = (await Promise.all(tries))
        .find(({ derivedKey }) => derivedKey.startsWith(parameters.keyPrefix));
      if (found) return btoa(JSON.stringify({ challenge, solution: found }));
    }
    return "";
  }

  customElements.define("proof-of-work", class extends HTMLElement {
    connectedCallback() {
      const form = this.closest("form");
      if (!form || !globalThis.crypto?.subtle) return; // plain http has no WebCrypto
      form.addEventListener("focusin", () => this.prove());
      form.addEventListener("submit", (event) => this.hold(event, form), true);
      addEventListener("pageshow", ({ persisted }) => persisted && (this.proof = null));
    }
    prove() {
      if (this.proof && Date.now() - this.began < LASTS) return this.proof;
      this.began = Date.now();
      this.isReady = false;
      this.proof = fetch(this.dataset.challenge, { credentials: "omit" })
        .then((answer) => answer.json()).then(solve).catch(() => "")
        .then((text) => ((this.querySelector("input").value = text), (this.isReady = true)));
      return this.proof;
    }
    async hold(event, form) {
      const proof = this.prove();
      if (this.isReady) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await Promise.race([proof, pause(PATIENCE)]);
      this.isReady = true;
      form.requestSubmit(event.submitter);
    }
  });
})();
