/* What every page needs: htmx's key, sheets, menus, quiet actions in place, toasts, times as people say them.
   Every one of these is a plain link or form underneath; this file only spares a page load. */
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const csrf = () => document.querySelector('meta[name="csrf-token"]').content;
  const words = () => byId("words").dataset;

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrf();
  });

  /* --- toasts ---------------------------------------------------------------------------------------------- */
  const READ_MS = 8000;
  const UNDO_MS = 60000;
  const HEARD_AFTER_MS = 400;

  function letGo(toast) {
    const wait = toast.querySelector("[formaction]") ? UNDO_MS : READ_MS;
    let timer = setTimeout(() => toast.remove(), wait);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("focusin", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), wait); });
  }

  function say(text, undo) {
    const toast = byId("toast-mould").content.firstElementChild.cloneNode(true);
    toast.querySelector(".grow").textContent = text;
    const button = toast.querySelector("[data-undo]");
    if (undo) {
      button.setAttribute("formaction", undo);
      button.hidden = false;
    } else {
      button.remove();
    }
    byId("toasts").append(toast);
    letGo(toast);
  }

  if (byId("toasts")) {
    new ResizeObserver(([entry]) => {
      const high = entry.target.querySelector(".toast") ? entry.target.offsetHeight : 0;
      document.documentElement.style.setProperty("--toasts", `${Math.ceil(high)}px`);
    }).observe(byId("toasts"));
  }

  document.addEventListener("toast", (event) => say(event.detail.text, event.detail.undo));
  document.addEventListener("htmx:responseError", (event) => {
    // Trying again would not help where another face speaks meanwhile.
    say(event.detail.xhr.status === 403 ? words().stale : words().failed);
  });
  document.addEventListener("htmx:sendError", () => say(words().failed));

  /* --- sheets and dialogs ---------------------------------------------------------------------------------- */
  const isPlainClick = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

  async function openSheet(link) {
    const sheet = byId("sheet");
    const body = byId("sheet-body");
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "sheet-body" } });
      if (!answer.ok) throw new Error(String(answer.status));
      body.innerHTML = await answer.text();
    } catch {
      location.assign(link.href);
      return;
    }
    const title = body.querySelector("template[data-sheet-title]");
    byId("sheet-title").textContent = title ? title.innerHTML.trim() : link.textContent.trim();
    htmx.process(body);
    tellTimes(body);
    sheet.showModal();
  }

  // The second click of a double click would take back what the first one did, or be told that it is done.
  document.addEventListener("click", (event) => {
    const { target, detail } = event;
    if (detail > 1 && target instanceof Element && target.closest("button[type=submit]")) event.preventDefault();
  }, true);

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    if (target instanceof HTMLDialogElement) {
      target.close();
      return;
    }
    const sheetLink = target.closest("a[data-sheet]");
    if (sheetLink && isPlainClick(event)) {
      event.preventDefault();
      closeMenus();
      openSheet(sheetLink);
      return;
    }
    const opener = target.closest("[data-open]");
    if (opener && isPlainClick(event)) {
      event.preventDefault();
      byId(opener.dataset.open).showModal();
      return;
    }
    const closer = target.closest("[data-close]");
    if (closer?.closest("dialog")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    const link = target.closest("a[data-copy]");
    if (link && isPlainClick(event) && navigator.clipboard) {
      event.preventDefault();
      closeMenus();
      navigator.clipboard.writeText(link.href).then(() => say(words().copied), () => location.assign(link.href));
      return;
    }
    if (target.closest("[data-dismiss]")) target.closest(".toast").remove();
    if (target.closest("[data-fold]")) {
      event.preventDefault();
      const folded = target.closest("details");
      folded.open = false;
      // What was pressed is gone from sight: whoever goes on by keyboard goes on from what folds it.
      folded.querySelector("summary").focus();
    }
  });

  /* --- menus: one open at a time, filled when opened, closed by Escape and by leaving ----------------------- */
  const openMenus = () => document.querySelectorAll("details.menu[open]");

  /* The choice of an audience one is in; Escape in a search that holds words clears these first. */
  function choiceAround(place) {
    const typed = place.matches("input[type=search]") && place.value;
    const choice = place.closest("details.audience[open]");
    return choice && !typed ? [choice] : [];
  }

  function closeMenus(except) {
    for (const menu of openMenus()) if (menu !== except) menu.open = false;
  }

  const ENOUGH_ROOM = 320;
  const EDGE = 12;

  /* Upwards where it begins so and has room there, or more room than below. */
  function makeRoom(menu) {
    const { top, bottom } = menu.getBoundingClientRect();
    const above = top - EDGE;
    const below = window.innerHeight - bottom - EDGE;
    const up = menu.matches(".menu-up, .menu-down") && (above >= ENOUGH_ROOM || above > below);
    if (menu.matches(".menu-up, .menu-down")) {
      menu.classList.toggle("menu-up", up);
      menu.classList.toggle("menu-down", !up);
    }
    menu.style.setProperty("--room", `${Math.floor(up ? above : below)}px`);
  }

  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.matches(".menu") || !menu.open) return;
    closeMenus(menu);
    makeRoom(menu);
    if (menu.dataset.load) htmx.ajax("GET", menu.dataset.load, { target: menu.querySelector(".menu-items"), swap: "innerHTML" });
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menus = openMenus();
    for (const folded of menus.length ? menus : choiceAround(event.target)) {
      folded.open = false;
      folded.querySelector("summary").focus();
    }
  });

  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  /* --- quiet actions: a button of the shared form `act` inside a post redraws that post alone ---------------- */
  const menusOf = (post) => [...post.querySelectorAll("details.menu")];

  function redraw(post, html, pressed) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector(`[data-post="${CSS.escape(post.dataset.post)}"]`);
    if (!fresh) return false;
    const elsewhere = document.activeElement !== document.body && !post.contains(document.activeElement);
    const held = pressed.getAttribute("formaction");
    const within = menusOf(post).indexOf(pressed.closest("details.menu"));
    const drawn = document.importNode(fresh, true);
    post.replaceWith(drawn);
    htmx.process(drawn);
    tellTimes(drawn);
    if (elsewhere) return true;
    // A menu is closed now: what opens it stands for what was pressed in it.
    const again = menusOf(drawn)[within]?.querySelector("summary") || drawn.querySelector(`[formaction="${CSS.escape(held)}"]`);
    (again || drawn.querySelector(".act"))?.focus({ preventScroll: true });
    return true;
  }

  function hear(answer) {
    const news = answer.headers.get("HX-Trigger");
    if (!news || !news.startsWith("{")) return;
    for (const [name, detail] of Object.entries(JSON.parse(news))) {
      document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
    }
  }

  /* What stood on the page may be gone, or somebody else may speak meanwhile: trying again would not help. */
  function whyNot({ status, headers }) {
    const { failed, gone, stale, slower } = words();
    if (status === 429) return slower.replace("{time}", ago(new Date(Date.now() + 1000 * headers.get("Retry-After"))));
    return { 403: stale, 404: gone, 422: gone }[status] || failed;
  }

  async function act(button, post) {
    const body = new FormData(byId("act"));
    if (button.name) body.set(button.name, button.value);
    const headers = { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Target": "post" };
    const answer = await fetch(button.formAction, { method: "POST", body, headers });
    if (!answer.ok) {
      say(whyNot(answer));
      return;
    }
    hear(answer);
    if (answer.status !== 204 && !redraw(post, await answer.text(), button)) location.reload();
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "act" || !event.submitter) return;
    const post = event.submitter.closest("[data-post]");
    if (!post || event.submitter.matches("[data-whole-page]")) return;
    event.preventDefault();
    closeMenus();
    act(event.submitter, post).catch(() => say(words().failed));
  });

  /* --- times ------------------------------------------------------------------------------------------------ */
  function language() {
    const lang = document.documentElement.lang;
    try {
      return Intl.getCanonicalLocales(lang)[0];
    } catch {
      return "en";
    }
  }

  const STEPS = [[60, "second", 1], [3600, "minute", 60], [86400, "hour", 3600], [7 * 86400, "day", 86400]];

  // The clock of the face that speaks, as the server tells it; that of the browser for who is signed out.
  function zone() {
    const timeZone = document.body.dataset.zone;
    try {
      return timeZone && new Intl.DateTimeFormat("en", { timeZone }) ? { timeZone } : {};
    } catch {
      return {};
    }
  }

  function ago(moment) {
    const seconds = (moment.getTime() - Date.now()) / 1000;
    for (const [limit, unit, size] of STEPS) {
      if (Math.abs(seconds) < limit) {
        return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
      }
    }
    const year = moment.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    return moment.toLocaleDateString(language(), { day: "numeric", month: "long", year, ...zone() });
  }

  function tellTimes(root) {
    for (const time of root.querySelectorAll("time[data-ago]")) {
      const moment = new Date(time.dateTime);
      time.textContent = ago(moment);
      time.title = moment.toLocaleString(language(), { dateStyle: "full", timeStyle: "short", ...zone() });
    }
  }

  document.addEventListener("htmx:load", (event) => tellTimes(event.target));
  setInterval(() => tellTimes(document), 60000);
  tellTimes(document);

  /* --- a field that is full says so: the browser drops what is typed beyond it without a word ------------------ */
  const SHORTEST_TOLD = 20;

  document.addEventListener("input", (event) => {
    const { target } = event;
    // A code of six digits is meant to be full.
    const place = target.maxLength >= SHORTEST_TOLD && target.closest(".field");
    if (!place) return;
    let line = place.querySelector("[data-full]");
    if (!line) {
      line = Object.assign(document.createElement("p"), { className: "field-help" });
      line.dataset.full = "";
      line.setAttribute("role", "status");
      place.append(line);
    }
    line.textContent = target.value.length >= target.maxLength ? words().full.replace("{number}", String(target.maxLength)) : "";
  });

  /* --- tabs: the open one in view --------------------------------------------------------------------------- */
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const [tabs, here] = [tab.parentElement, tab.getBoundingClientRect()];
    const row = tabs.getBoundingClientRect();
    tabs.scrollLeft += here.left + here.width / 2 - row.left - row.width / 2;
  }

  // What came with the page is put in once more: a reader of screens tells only what changes.
  for (const toast of document.querySelectorAll(".toast")) {
    setTimeout(() => toast.contains(document.activeElement) || byId("toasts").append(toast), HEARD_AFTER_MS);
    letGo(toast);
  }
  // Once everything on the page listens: whoever is led to a field may use it at once.
  document.addEventListener("DOMContentLoaded", () => document.querySelector("[data-focus]")?.focus());

  window.hedgerow = { say, tellTimes };
})();

// A handle is proposed from the name, until somebody types one.
for (const handle of document.querySelectorAll("[data-from-name]")) {
  const name = handle.form?.elements.namedItem("name");
  // Letters that are no other letter with a mark, as people write them where they are missing.
  const plainly = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const proposed = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[ßæœøłđðþı]/g, (letter) => plainly[letter]).replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 30);
  let own = Boolean(handle.value);
  handle.addEventListener("input", () => { own = handle.value !== ""; });
  name?.addEventListener("input", () => { if (!own) handle.value = proposed(name.value); });
}

// A file that is only looked at first is sent as soon as it is chosen.
for (const file of document.querySelectorAll("input[type=file][data-at-once]")) {
  file.addEventListener("change", () => { if (file.files.length) file.form.requestSubmit(); });
}

// Who chooses readers for each post finds them open, where that covers nothing.
for (const choice of document.querySelectorAll("details[data-open-wide]")) {
  if (matchMedia("(min-width: 760px)").matches) choice.open = true;
}

// A first or new face lives by the clock of the browser it is made in, unless somebody chooses another.
for (const field of document.querySelectorAll("[data-time-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  if (!field.options || [...field.options].some((option) => option.value === zone)) field.value = zone;
}

// Who may surprise stays unfolded while the names are fetched anew: the first touch of a composer asks for them.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const unfolded = detail.target?.querySelector?.("details.surprises[open]");
  const anew = detail.fragment?.querySelector?.("details.surprises");
  if (unfolded && anew) anew.open = true;
});

// A tap that changed the choice of readers may take its own button along: who was there goes on at the sentence.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id === "composer-audience" && document.activeElement === document.body) target.querySelector("summary")?.focus();
});
