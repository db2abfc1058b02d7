/* The composer: the draft kept for each face, the count near the limit, pictures with their words, the keys that send. */
(() => {
  "use strict";

  const SENDING = "sending";
  const words = () => document.getElementById("words").dataset;
  const forms = () => document.querySelectorAll("form[data-composer]");
  const keyOf = (form) => `draft:${document.body.dataset.face}:${form.dataset.composer}`;

  /* --- the draft: forgotten only when the server has taken the post ----------------------------------------- */
  function forgetWhatWasSent() {
    const key = sessionStorage.getItem(SENDING);
    sessionStorage.removeItem(SENDING);
    const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
    if (key && redirected && !document.querySelector(".composer .errors, .wrong")) localStorage.removeItem(key);
  }

  function keep(form) {
    const text = form.elements.text.value;
    const note = form.elements.note?.value || "";
    const token = form.elements.token.value;
    const version = form.elements.version?.value || "";
    if (text.trim() || note.trim()) localStorage.setItem(keyOf(form), JSON.stringify({ text, note, token, version }));
    else localStorage.removeItem(keyOf(form));
  }

  /* --- the same draft on the server, for every device; the browser's copy is for when there is no network ------- */
  const timers = new Map();

  function keepSoon(form) {
    if (!form.dataset.keep) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keepThere(form), 2500));
  }

  async function keepThere(form) {
    clearTimeout(timers.get(form));
    timers.delete(form);
    const body = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "find", "find-without"]) body.delete(name);
    for (const name of new Set(body.keys())) if (name.endsWith("pictures")) body.delete(name);
    const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body, headers, keepalive: true });
      if (form.dataset.sending) return;
      // Another face speaks meanwhile: better said now than when it is sent.
      if (answer.status === 403) form.querySelector("[data-elsewhere]").textContent = words().stale;
      if (!answer.ok) return;
      const kept = await answer.json();
      if (kept.version) form.elements.version.value = kept.version;
      keep(form);
      if (kept.undo) window.hedgerow?.say(kept.said, kept.undo);
      else form.querySelector("[data-elsewhere]").textContent = kept.said;
    } catch {
      /* Without a network the browser's own copy stays. */
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const form of [...timers.keys()]) keepThere(form);
  });

  function bringBack(form) {
    const kept = localStorage.getItem(keyOf(form));
    if (!kept || form.elements.text.value.trim() || form.dataset.composer.startsWith("edit:")) return;
    const { text, note, token, version } = JSON.parse(kept);
    if (token) form.elements.token.value = token;
    if (version && form.elements.version) form.elements.version.value = version;
    form.elements.text.value = text;
    if (form.elements.note && note) form.elements.note.value = note;
    // Something that can be undone is said alone; the draft is there to be seen.
    if (!document.querySelector(".toast [formaction]")) window.hedgerow?.say(words().draft);
  }

  /* --- the count: as the server counts, near the limit only, and told once one pauses -------------------------- */
  const EXTENDS = /^[\p{Mn}\p{Me}\u{1f3fb}-\u{1f3ff}]$/u;
  let pause;

  function length(text) {
    let joined = false;
    let counted = 0;
    for (const char of text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/^\n+/, "").trimEnd()) {
      if (!joined && !EXTENDS.test(char)) counted += 1;
      joined = char === "\u200d";
    }
    return counted;
  }

  function count(form) {
    const limit = Number(form.dataset.limit);
    const left = limit - length(form.elements.text.value);
    const place = form.querySelector("[data-count]");
    place.textContent = left <= limit / 10 ? String(left) : "";
    place.classList.toggle("is-over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => {
      tellCount(form, left, limit);
      tellLostMarks(form);
    }, 900);
  }

  /* --- a story's marks: the server says the same of `![99]` when it draws the composer --------------------------- */
  function tellLostMarks(form) {
    const place = form.querySelector("[data-lost]");
    if (!place) return;
    const pictures = Math.min(9, form.querySelectorAll("[data-attachments] > .attachment").length);
    const numbers = new Set([...form.elements.text.value.matchAll(/^!\[([0-9]{1,4})\][ \t]*$/gm)].map((found) => found[1]));
    const lost = [...numbers].filter((number) => !(Number(number) >= 1 && Number(number) <= pictures));
    place.replaceChildren(...lost.map((number) => {
      const line = form.querySelector("[data-lost-mark]").content.cloneNode(true);
      const words = line.querySelector("span");
      words.textContent = words.textContent.replace("{mark}", `![${number}]`);
      return line;
    }));
  }

  function tellCount(form, left, limit) {
    const said = form.querySelector("[data-count-said]");
    const sentence = left < 0 ? words().over : words().left;
    said.textContent = left <= limit / 10 ? sentence.replace("{number}", String(Math.abs(left))) : "";
  }

  /* --- without a network: said here, where everything still stands ------------------------------------------------ */
  const ANSWERS_WITHIN = 8000;
  const reached = new WeakSet();

  async function isThere() {
    try {
      await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(ANSWERS_WITHIN) });
      return true;
    } catch {
      return false;
    }
  }

  async function sendWhenThere(form, submitter) {
    const place = form.querySelector("[data-missing]");
    if (await isThere()) {
      place.textContent = "";
      reached.add(form);
      form.requestSubmit(submitter);
      return;
    }
    keep(form);
    const line = Object.assign(document.createElement("span"), { textContent: words().offline });
    place.replaceChildren(line, button(words().again, () => form.requestSubmit(submitter)));
    place.querySelector("button").focus();
  }

  /* A page that answers a form cannot be gone back to: it takes the address of the composer. */
  function makeItAPlace() {
    const form = document.querySelector("form[data-composer]");
    if (!form || performance.getEntriesByType("navigation")[0]?.responseStatus !== 422) return;
    const { reply, quote } = Object.fromEntries(new FormData(form));
    const which = new URLSearchParams({ ...(reply && { reply }), ...(quote && { quote }) });
    history.replaceState(history.state, "", `${new URL(form.action).pathname}${which.size ? `?${which}` : ""}`);
  }

  /* --- pictures: each goes ahead as soon as it is picked, and waits on the server for its post ---------------- */
  const going = new Map();

  async function drawSmall(canvas, file) {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    canvas.width = canvas.height = 144;
    canvas.getContext("2d").drawImage(
      picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 144, 144,
    );
  }

  function waiting(file) {
    const item = document.createElement("li");
    item.className = "attachment is-new";
    const canvas = document.createElement("canvas");
    drawSmall(canvas, file).catch(() => {});
    const told = document.createElement("div");
    told.className = "stack-tight";
    const name = Object.assign(document.createElement("span"), { className: "small", textContent: `${words().up}: ${file.name}` });
    const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    progress.setAttribute("aria-label", name.textContent);
    told.append(name, progress);
    item.append(canvas, told);
    return item;
  }

  function refuse(item, file, text) {
    const told = item.querySelector("div");
    item.dataset.refused = file.name;
    const line = Object.assign(document.createElement("p"), { className: "field-error", textContent: `${file.name}: ${text}` });
    line.setAttribute("role", "alert");
    told.replaceChildren(line, button(words().remove, () => {
      const form = item.closest("form");
      item.remove();
      sayMissing(form);
    }));
    sayMissing(item.closest("form"));
    item.scrollIntoView({ block: "center" });
  }

  /* What was refused is named beside the button that sends, until it is taken away: nothing is sent without it. */
  function sayMissing(form) {
    const names = [...form.querySelectorAll("[data-refused]")].map((item) => item.dataset.refused);
    form.querySelector("[data-missing]").textContent = names.length ? words().missing.replace("{names}", names.join(", ")) : "";
    return names.length > 0;
  }

  function stopForMissing(form) {
    if (!sayMissing(form)) return false;
    const first = form.querySelector("[data-refused]");
    first.scrollIntoView({ block: "center" });
    first.querySelector("button").focus({ preventScroll: true });
    return true;
  }

  function button(text, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-small button-quiet", textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  function bring(form, list, file) {
    const item = waiting(file);
    list.append(item);
    const body = new FormData();
    body.set("pictures", file);
    const ask = new XMLHttpRequest();
    ask.open("POST", list.dataset.bring);
    ask.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]').content);
    ask.setRequestHeader("HX-Request", "true");
    ask.upload.addEventListener("progress", (event) => { item.querySelector("progress").value = event.loaded / event.total; });
    const done = new Promise((resolve) => ask.addEventListener("loadend", resolve));
    going.set(item, done.then(() => {
      going.delete(item);
      if (ask.status === 200) {
        const fresh = drawn(ask.responseText);
        if (list.dataset.named) for (const one of fresh) one.querySelector('[name="picture"]').name = list.dataset.named;
        item.replaceWith(...fresh);
        keepSoon(form);
        count(form);
      } else refuse(item, file, ask.status === 422 ? ask.responseText : words().failed);
    }));
    ask.send(body);
  }

  function drawn(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = [...page.querySelectorAll(".attachment")].map((item) => document.importNode(item, true));
    for (const item of fresh) dress(item);
    return fresh;
  }

  function dress(item) {
    window.htmx?.process(item);
    item.querySelector(".chip").hidden = true;
    for (const hidden of item.querySelectorAll("[data-earlier], [data-remove]")) hidden.hidden = false;
  }

  function takeOut(item) {
    const list = item.parentElement;
    const form = item.closest("form");
    const url = `${list.dataset.bring}/${item.dataset.attachment}/discard`;
    fetch(url, { method: "POST", headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content } }).catch(() => {});
    const next = item.nextElementSibling || item.previousElementSibling;
    item.remove();
    (next?.querySelector("input:not([type=checkbox])") || form.elements.text).focus();
    keepSoon(form);
    count(form);
  }

  function addFiles(form, files, place, picked = false) {
    const pictures = [...files].filter((file) => picked || /^(image|video|audio)\//.test(file.type));
    const list = (place.closest?.(".version") || form).querySelector("[data-attachments]");
    if (!list) return false;
    for (const file of pictures) bring(form, list, file);
    return pictures.length > 0;
  }

  /* A page made again by the server, or one gone back to, sends only when every picture has arrived. */
  async function sendWhenArrived(form) {
    while (going.size) await Promise.allSettled([...going.values()]);
    if (!stopForMissing(form)) form.requestSubmit();
  }

  /* --- hearing -------------------------------------------------------------------------------------------------- */
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-composer]")) return;
    if (["text", "note"].includes(event.target.name)) keep(form);
    keepSoon(form);
    if (event.target.name === "text") count(form);
  });

  /* --- the first circle or person named stands instead of followers; followers chosen again stand alone ------- */
  document.addEventListener("change", (event) => {
    const choices = event.target.closest?.(".audience-choices");
    if (!choices || !event.target.checked) return;
    if (event.target.matches(`[name="circle"], [name="person"]`)) {
      const way = choices.querySelector(`[name="way"][value="circles"]`);
      if (way) way.checked = true;
    } else if (event.target.matches(`[name="way"][value="followers"]`)) {
      for (const chip of choices.querySelectorAll(`[name="circle"], [name="person"]`)) chip.checked = false;
    }
  }, true);

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick]")) {
      addFiles(event.target.form, event.target.files, event.target, true);
      event.target.value = "";
    }
    const found = event.target.closest("[data-found]");
    if (found && event.target.checked) {
      const place = found.closest("[data-into]");
      found.removeAttribute("data-found");
      found.closest("form").querySelector(place.dataset.into).append(found);
      place.replaceChildren();
      for (const search of found.closest("form").querySelectorAll('input[type="search"]')) search.value = "";
      event.target.focus();
    }
  });

  document.addEventListener("click", (event) => {
    const item = event.target.closest?.("[data-attachment]");
    if (!item) return;
    if (event.target.closest("[data-remove]")) takeOut(item);
    const earlier = event.target.closest("[data-earlier]");
    if (earlier && item.previousElementSibling) {
      item.previousElementSibling.before(item);
      earlier.focus();
    }
  });

  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.("form[data-composer]");
    if (form && event.clipboardData?.files.length && addFiles(form, event.clipboardData.files, event.target)) event.preventDefault();
  });

  document.addEventListener("dragover", (event) => {
    if (event.target.closest?.("form[data-composer]")) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const form = event.target.closest?.("form[data-composer]");
    if (form && event.dataTransfer?.files.length && addFiles(form, event.dataTransfer.files, event.target)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-composer]");
    if (!form || event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.target.matches('input[type="search"]')) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-composer]")) {
      if (going.size) {
        event.preventDefault();
        sendWhenArrived(event.target);
        return;
      }
      if (stopForMissing(event.target)) {
        event.preventDefault();
        return;
      }
      if (!reached.delete(event.target)) {
        event.preventDefault();
        sendWhenThere(event.target, event.submitter);
        return;
      }
      for (const search of event.target.querySelectorAll('input[type="search"]')) search.value = "";
      sessionStorage.setItem(SENDING, keyOf(event.target));
      event.target.dataset.sending = "yes";
      clearTimeout(timers.get(event.target));
      timers.delete(event.target);
    }
    if (event.target.matches(`form[data-forget-drafts], form[action*="/logout/"]`)) {
      for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
    }
  });

  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const place of document.querySelectorAll("[data-mac]")) {
      if (place.title) place.title = place.dataset.mac;
      else place.textContent = place.dataset.mac;
    }
  }

  /* Words for a picture are asked for once there is one. */
  for (const field of document.querySelectorAll("[data-words-of]")) {
    const file = document.getElementById(field.dataset.wordsOf);
    const show = () => { field.hidden = !file.files.length && !("had" in field.dataset); };
    file.addEventListener("change", show);
    show();
  }

  makeItAPlace();
  forgetWhatWasSent();
  for (const item of document.querySelectorAll("[data-attachment]")) dress(item);
  for (const form of forms()) {
    bringBack(form);
    count(form);
  }
})();
