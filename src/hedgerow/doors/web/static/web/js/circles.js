/* Filling circles: choose faces by keys, touch or mouse, and drop them on a tray. Underneath is one plain form;
   this file sends it in place, draws the answer's board, and shows the question where the server asks one. */
(() => {
  "use strict";

  const board = () => document.getElementById("board");
  if (!board()) return;

  const tiles = () => [...document.querySelectorAll("#tiles > .tile > label > input")];
  const chosen = () => tiles().filter((box) => box.checked);
  const everyone = () => board().querySelector("[data-everyone]");
  const words = () => document.getElementById("words").dataset;

  /* --- how many are chosen ---------------------------------------------------------------------------------- */
  function count() {
    const all = everyone()?.checked;
    const number = all ? tiles().length : chosen().length;
    const line = document.getElementById("board-count");
    board().classList.toggle("has-chosen", number > 0);
    const { none, some } = line.dataset;
    line.hidden = false;
    line.textContent = all ? line.dataset.all : number ? some.replace("#", String(number)) : none;
  }

  function choose(boxes, on) {
    for (const box of boxes) box.checked = on;
    count();
  }

  /* --- sending ---------------------------------------------------------------------------------------------- */
  function takeOver(html, focused) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("board");
    if (!fresh) {
      location.reload();
      return;
    }
    board().replaceWith(document.importNode(fresh, true));
    for (const toast of page.querySelectorAll("#toasts > .toast")) {
      document.getElementById("toasts").append(document.importNode(toast, true));
    }
    const suggestions = document.querySelectorAll(".suggestion");
    for (const old of suggestions) old.remove();
    board().after(...[...page.querySelectorAll(".suggestion")].map((one) => document.importNode(one, true)));
    begin(focused);
  }

  function ask(html) {
    const sheet = document.getElementById("sheet");
    const body = document.getElementById("sheet-body");
    body.innerHTML = html;
    const title = body.querySelector("template[data-sheet-title]");
    document.getElementById("sheet-title").textContent = title ? title.innerHTML.trim() : "";
    sheet.showModal();
    body.querySelector("button")?.focus();
  }

  async function send(name, value, action = board().action) {
    const body = new FormData(board());
    for (const other of ["put", "take", "to", "out"]) body.delete(other);
    if (name) body.set(name, value);
    const before = document.activeElement?.closest(".tile")?.querySelector("input")?.value;
    board().classList.add("is-busy");
    try {
      const answer = await fetch(action, { method: "POST", body, headers: { "HX-Request": "true" } });
      const html = await answer.text();
      if (answer.redirected || answer.status === 422) takeOver(html, before);
      else if (answer.ok) ask(html);
      else throw new Error(String(answer.status));
    } catch {
      window.hedgerow.say(words().failed);
    } finally {
      board().classList.remove("is-busy");
    }
  }

  function undo() {
    const button = [...document.querySelectorAll("#toasts [formaction]")].pop();
    if (!button) return false;
    const action = button.formAction;
    button.closest(".toast").remove();
    send("", "", action);
    return true;
  }

  const isAny = () => chosen().length > 0 || everyone()?.checked;

  /* --- keys ------------------------------------------------------------------------------------------------- */
  function here() {
    const box = document.activeElement;
    return box instanceof HTMLInputElement && box.name === "person" ? box : null;
  }

  function focus(box) {
    for (const other of tiles()) other.tabIndex = other === box ? 0 : -1;
    box.focus({ preventScroll: true });
    box.closest(".tile").scrollIntoView({ block: "nearest" });
  }

  function columns(all) {
    const top = all[0].closest(".tile").offsetTop;
    const next = all.findIndex((box) => box.closest(".tile").offsetTop > top);
    // Where all stand in one row, up and down lead to the one before and after.
    return next < 0 ? 1 : next;
  }

  function step(event, box) {
    const all = tiles();
    const place = all.indexOf(box);
    const forward = document.dir === "rtl" || document.documentElement.dir === "rtl" ? -1 : 1;
    const steps = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: columns(all), ArrowUp: -columns(all) };
    let target = place + (steps[event.key] ?? 0);
    if (event.key === "Home") target = 0;
    if (event.key === "End") target = all.length - 1;
    if (target === place || target < 0 || target >= all.length) return;
    if (event.shiftKey) choose([box, all[target]], true);
    focus(all[target]);
  }

  function byLetter(key) {
    const tray = board().querySelector(`.tray-drop[data-letter="${CSS.escape(key.toLowerCase())}"]`);
    if (!tray) return false;
    if (!isAny()) {
      window.hedgerow.say(document.getElementById("board-count").dataset.nobody);
      return true;
    }
    send(key === key.toLowerCase() ? "put" : "take", tray.dataset.tray);
    return true;
  }

  const MOVES = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const writing = event.target.matches('textarea, select, input:not([type="checkbox"])');
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z" && !writing) {
      if (undo()) event.preventDefault();
      return;
    }
    const box = here();
    if (!box) return;
    if (command && event.key.toLowerCase() === "a") {
      event.preventDefault();
      choose(tiles(), true);
    } else if (MOVES.includes(event.key)) {
      event.preventDefault();
      step(event, box);
    } else if (event.key === "Escape") {
      choose(tiles(), false);
      if (everyone()) everyone().checked = false;
      count();
    } else if (!command && !event.altKey && event.key.length === 1 && event.key !== " " && byLetter(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  /* --- mouse: drag faces onto a tray (touch chooses, then taps the tray) ------------------------------------- */
  const FAR = 8;
  let grip = null;
  let swallow = false;

  const trayAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".tray-drop");

  function lift(event) {
    const box = grip.tile.querySelector("input");
    if (!box.checked) {
      if (!event.shiftKey && !event.ctrlKey && !event.metaKey) choose(tiles(), false);
      choose([box], true);
    }
    const held = document.createElement("div");
    held.className = "held";
    held.append(grip.tile.querySelector(".avatar").cloneNode(true));
    held.append(chosen().length === 1 ? grip.tile.querySelector(".tile-name").textContent : String(chosen().length));
    held.querySelector(".avatar").className = held.querySelector(".avatar").className.replace("avatar-l", "avatar-s");
    document.body.append(held);
    document.body.classList.add("is-holding");
    grip.held = held;
  }

  function carry(event) {
    if (!grip.held && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < FAR) return;
    if (!grip.held) lift(event);
    event.preventDefault();
    grip.held.style.transform = `translate(${event.clientX + 10}px, ${event.clientY + 10}px)`;
    const over = trayAt(event);
    for (const tray of board().querySelectorAll(".tray-drop")) tray.classList.toggle("is-target", tray === over);
  }

  function letGo(event, dropped) {
    if (!grip) return;
    const carried = Boolean(grip.held);
    grip.held?.remove();
    grip = null;
    document.body.classList.remove("is-holding");
    for (const tray of board().querySelectorAll(".is-target")) tray.classList.remove("is-target");
    const tray = carried && dropped ? trayAt(event) : null;
    swallow = carried;
    if (carried) setTimeout(() => { swallow = false; });
    if (tray) send("put", tray.dataset.tray);
  }

  document.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest?.("#tiles .tile");
    if (!tile || event.pointerType !== "mouse" || event.button !== 0 || event.target.closest(".tile-more")) return;
    grip = { tile, x: event.clientX, y: event.clientY, held: null };
  });
  document.addEventListener("pointermove", (event) => { if (grip) carry(event); });
  document.addEventListener("pointerup", (event) => letGo(event, true));
  document.addEventListener("pointercancel", (event) => letGo(event, false));
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.("#tiles")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    if (!swallow) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* --- the form itself, more people, and undo in place ------------------------------------------------------- */
  document.addEventListener("submit", (event) => {
    const by = event.submitter;
    if (event.target.id === "board") {
      event.preventDefault();
      send(by?.name || "", by?.value || "");
    } else if (event.target.id === "act" && by?.closest("#toasts") && by.formAction.includes("/contacts/undo/")) {
      event.preventDefault();
      by.closest(".toast").remove();
      send("", "", by.formAction);
    }
  }, true);

  async function more(link) {
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = [...page.querySelectorAll("#tiles > .tile")].map((tile) => document.importNode(tile, true));
      document.getElementById("tiles").append(...fresh);
      const next = page.querySelector("[data-more]");
      if (next) link.href = next.href;
      else link.closest(".older").remove();
      rove();
      if (fresh.length && document.activeElement === document.body) focus(fresh[0].querySelector("input"));
      count();
    } catch {
      window.hedgerow.say(words().failed);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-more]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    more(link);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.closest?.("#board")) return;
    if (event.target.name === "person" && !event.target.checked && everyone()) everyone().checked = false;
    if (event.target === everyone()) choose(tiles(), everyone().checked);
    count();
  });

  function rove(focused) {
    const all = tiles();
    const first = all.find((box) => box.value === focused) || all.find((box) => box.checked) || all[0];
    for (const box of all) box.tabIndex = box === first ? 0 : -1;
    return first;
  }

  function begin(focused) {
    board().classList.add("is-live");
    const first = rove(focused);
    if (focused && first && first.value === focused) first.focus({ preventScroll: true });
    count();
  }

  begin();
})();
