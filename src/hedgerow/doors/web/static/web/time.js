/* One's own time here, for who wants to know it: counted on this device, kept on this device, sent nowhere. */
(() => {
  "use strict";
  const ON = "hedgerow-time-on", LIMIT = "hedgerow-time-limit", DAYS = "hedgerow-time-days", SAID = "hedgerow-time-said";
  const STEP_S = 15, KEPT_DAYS = 14;

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const days = () => {
    try { return JSON.parse(localStorage.getItem(DAYS)) || {}; } catch { return {}; }
  };
  const forget = () => [ON, LIMIT, DAYS, SAID].forEach((key) => localStorage.removeItem(key));

  function count() {
    if (!localStorage.getItem(ON) || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const known = days(), day = today();
    known[day] = (known[day] || 0) + STEP_S;
    const kept = Object.keys(known).sort().slice(-KEPT_DAYS);
    localStorage.setItem(DAYS, JSON.stringify(Object.fromEntries(kept.map((each) => [each, known[each]]))));
    const limit = Number(localStorage.getItem(LIMIT)) * 60;
    if (limit && known[day] >= limit && localStorage.getItem(SAID) !== day) {
      localStorage.setItem(SAID, day);
      say();
    }
    draw();
  }

  function say() {
    const words = document.querySelector("template#enough"), place = document.getElementById("toasts");
    if (words && place) place.append(words.content.cloneNode(true));
  }

  function draw() {
    const place = document.querySelector("[data-time]");
    if (!place) return;
    const on = localStorage.getItem(ON) !== null, known = days();
    place.hidden = false;
    place.querySelector("[data-time-on]").checked = on;
    place.querySelector("[data-time-more]").hidden = !on;
    place.querySelector("[data-time-limit]").value = localStorage.getItem(LIMIT) || "0";
    const table = place.querySelector("[data-time-table]"), rows = Object.keys(known).sort().reverse().slice(0, 7);
    table.hidden = !on || !rows.length;
    const form = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
    const number = new Intl.NumberFormat(document.documentElement.lang);
    table.tBodies[0].replaceChildren(...rows.map((day) => {
      const row = document.createElement("tr"), name = document.createElement("th"), minutes = document.createElement("td");
      name.scope = "row";
      name.textContent = form.format(new Date(`${day}T12:00`));
      minutes.textContent = number.format(Math.round(known[day] / 60));
      row.append(name, minutes);
      return row;
    }));
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-time-on]")) {
      if (event.target.checked) localStorage.setItem(ON, "1");
      else forget();
    } else if (event.target.matches("[data-time-limit]")) {
      localStorage.setItem(LIMIT, event.target.value);
      localStorage.removeItem(SAID);
    } else return;
    draw();
  });
  // Whoever signs out leaves nothing of it behind.
  document.addEventListener("submit", (event) => {
    if (event.target.matches('form[data-forget-drafts], form[action*="/logout/"]')) forget();
  });
  draw();
  setInterval(count, STEP_S * 1000);
})();
