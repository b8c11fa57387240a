// <response-clock due="ISO" since="ISO" soon="300" meter="id">answer by 10:16</response-clock>
// Counts down in place: 4:12, 48 min, 2 h left, then −6:03. Without scripts its text stands.
// data-state is good, warn (less than `soon` seconds left) or bad (late), also on the meter.
const clocks = new Set();
let ticking;

const short = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;

function words(left) {
  const away = Math.abs(left);
  if (left < 0) return `−${away < 3600 ? short(away) : long(away)}`;
  return away < 1800 ? short(away) : `${long(away)} left`;
}

function long(seconds) {
  if (seconds < 5400) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} days`;
}

class ResponseClock extends HTMLElement {
  connectedCallback() {
    this.due = Date.parse(this.getAttribute("due"));
    if (Number.isNaN(this.due)) return;
    this.role ||= "timer";
    this.title ||= this.textContent.trim();
    clocks.add(this);
    this.tick();
    ticking ??= setInterval(() => clocks.forEach((clock) => clock.tick()), 1000);
  }

  disconnectedCallback() {
    clocks.delete(this);
  }

  tick() {
    const left = (this.due - Date.now()) / 1000;
    const soon = Number(this.getAttribute("soon") ?? 300);
    const state = left < 0 ? "bad" : left < soon ? "warn" : "good";
    const text = words(left);
    if (text !== this.textContent) this.textContent = text;
    this.dataset.state = state;
    const meter = document.getElementById(this.getAttribute("meter"));
    if (!meter) return;
    const since = Date.parse(this.getAttribute("since"));
    meter.value = Math.min(1, Math.max(0, 1 - (left * 1000) / (this.due - since))) * meter.max;
    meter.classList.remove("good", "warn", "bad");
    meter.classList.add(state);
  }
}
customElements.define("response-clock", ResponseClock);
