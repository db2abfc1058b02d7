/* An open conversation: what is said arrives by itself, Enter sends, older messages come while scrolling. Without it
   everything here works by reloading: the form posts, links lead to what was said before. */
(() => {
  "use strict";

  const talk = document.querySelector("[data-talk]");
  if (!talk) return;
  document.documentElement.classList.add("scripted");
  const list = talk.querySelector(".talk-said");
  const scroll = talk.querySelector(".talk-scroll");
  const form = talk.querySelector(".talk-form");
  const text = form?.querySelector("#talk-text");
  const writing = talk.querySelector("[data-writing]");
  const csrf = () => document.querySelector('meta[name="csrf-token"]').content;
  const NEAR = 120;
  const MOST_SHOWN = 300;
  const WRITING_EVERY = 3000;
  const WRITING_FOR = 6000;

  /* --- the window: as high as what the keyboard leaves ------------------------------------------------------ */
  const seen = window.visualViewport;
  function fit() {
    if (window.innerWidth < 760 && seen) document.documentElement.style.setProperty("--seen", `${Math.floor(seen.height)}px`);
    else document.documentElement.style.removeProperty("--seen");
  }
  seen?.addEventListener("resize", () => { const low = atEnd(); fit(); if (low) toEnd(); });
  fit();

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };

  /* --- rows -------------------------------------------------------------------------------------------------- */
  function rowsOf(html) {
    return [...new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelectorAll("ol > li")];
  }

  function adopt(row) {
    const node = document.importNode(row, true);
    window.htmx?.process(node);
    return node;
  }

  function put(html) {
    const low = atEnd();
    for (const row of rowsOf(html)) {
      if (row.dataset.day) {
        const last = [...list.querySelectorAll("[data-day]")].pop();
        if (!last || last.dataset.day < row.dataset.day) list.append(adopt(row));
        continue;
      }
      const node = adopt(row);
      const known = document.getElementById(row.id);
      if (known) {
        if (known.contains(document.activeElement)) continue;
        known.replaceWith(node);
      } else if (talk.dataset.latest) place(node);
    }
    if (low) toEnd();
  }

  function place(node) {
    const number = BigInt(node.dataset.number);
    const after = [...list.querySelectorAll("[data-number]")].find((each) => BigInt(each.dataset.number) > number);
    if (after) after.before(node);
    else list.append(node);
    if (node.classList.contains("said") && !node.classList.contains("said-mine")) {
      talk.querySelector("[data-heard]").textContent = node.querySelector(".said-all")?.innerText.trim() || "";
    }
  }

  function last() {
    const rows = list.querySelectorAll(".said[data-number]");
    return rows.length ? rows[rows.length - 1].dataset.number : "0";
  }

  /* --- reading ------------------------------------------------------------------------------------------------ */
  let told = last();
  function haveRead() {
    const now = last();
    if (!talk.dataset.reads || document.hidden || now === told) return;
    told = now;
    const body = new FormData();
    body.set("message", now);
    fetch(`${talk.dataset.talk}/read`, { method: "POST", body, headers: { "X-CSRFToken": csrf() } }).catch(() => {});
  }

  /* --- what arrives ------------------------------------------------------------------------------------------- */
  let source = null;
  let quiet = null;

  function hushed() {
    writing.textContent = "";
  }

  function listen() {
    if (source || !window.EventSource) return;
    // What stands here is named, so that what was taken away while nobody looked goes.
    const shown = [...list.querySelectorAll(".said[data-number]")].slice(-MOST_SHOWN).map((each) => each.dataset.number);
    source = new EventSource(`${talk.dataset.live}&after=${last()}&shown=${shown.join(",")}`);
    source.addEventListener("row", (event) => {
      const news = JSON.parse(event.data);
      if (news.html) {
        put(news.html);
        if (!document.getElementById(`m${news.number}`)?.classList.contains("said-mine")) hushed();
      } else document.getElementById(`m${news.number}`)?.remove();
      haveRead();
    });
    source.addEventListener("seen", (event) => {
      const marks = JSON.parse(event.data);
      for (const mark of list.querySelectorAll("[data-seen]")) {
        mark.textContent = marks[mark.closest("[data-number]").dataset.number] || "";
      }
    });
    source.addEventListener("writing", (event) => {
      writing.textContent = JSON.parse(event.data).words;
      if (atEnd()) toEnd();
      clearTimeout(quiet);
      quiet = setTimeout(hushed, WRITING_FOR);
    });
    source.addEventListener("ended", () => {
      rest();
      location.reload();
    });
  }

  function rest() {
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) rest();
    else {
      listen();
      haveRead();
    }
  });
  window.addEventListener("pagehide", rest);

  /* --- older: the page stays where it is ----------------------------------------------------------------------- */
  let loading = false;
  async function older() {
    const link = list.querySelector(".said-older a");
    if (!link || loading) return;
    loading = true;
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const before = scroll.scrollHeight - scroll.scrollTop;
      const first = link.closest("li");
      const rows = rowsOf(await answer.text()).map(adopt);
      const day = rows.filter((row) => row.dataset.day).pop();
      first.replaceWith(...rows);
      const same = day && [...list.querySelectorAll(`[data-day="${CSS.escape(day.dataset.day)}"]`)];
      if (same && same.length > 1) same.pop().remove();
      scroll.scrollTop = scroll.scrollHeight - before;
    } finally {
      loading = false;
    }
  }

  scroll.addEventListener("scroll", () => { if (scroll.scrollTop < NEAR) older(); }, { passive: true });
  list.addEventListener("click", (event) => {
    const link = event.target.closest(".said-older a");
    if (!link || !link.closest(".talk-said")) return;
    event.preventDefault();
    older();
  });

  /* --- writing ------------------------------------------------------------------------------------------------- */
  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    text.style.blockSize = "auto";
    text.style.blockSize = `${text.scrollHeight}px`;
  }

  let lastTold = 0;
  function tellWriting() {
    if (!text.value.trim() || Date.now() - lastTold < WRITING_EVERY) return;
    lastTold = Date.now();
    fetch(`${talk.dataset.talk}/writing`, { method: "POST", headers: { "X-CSRFToken": csrf() } }).catch(() => {});
  }

  function chosen() {
    const names = [...form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files].map((file) => file.name));
    const line = form.querySelector("[data-chosen]");
    line.textContent = names.join(", ");
    line.hidden = !names.length;
  }

  function refuse(words) {
    const error = form.querySelector(".field-error");
    error.querySelector("span").textContent = words;
    error.hidden = !words;
    text.toggleAttribute("aria-invalid", Boolean(words));
  }

  let sending = false;
  async function send() {
    if (sending) return;
    sending = true;
    const body = new FormData(form);
    // What the page ends with, so that the new row is drawn as it stands below it.
    body.set("above", list.lastElementChild?.matches(".said[data-number]") ? last() : "");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" } });
      const said = await answer.text();
      if (answer.status === 422) return refuse(said);
      if (!answer.ok) throw new Error(String(answer.status));
      refuse("");
      form.reset();
      form.querySelector(".bring").open = false;
      form.elements.key.value = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
      chosen();
      grow();
      if (!talk.dataset.latest) return location.assign(`${talk.dataset.talk}#end`);
      put(said);
      toEnd();
    } catch {
      refuse(talk.dataset.failed);
    } finally {
      sending = false;
      text.focus();
    }
  }

  const wide = matchMedia("(hover: hover) and (min-width: 760px)");
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    form.addEventListener("change", chosen);
    text.addEventListener("input", () => { grow(); tellWriting(); });
    text.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && ((wide.matches && !event.shiftKey) || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        send();
      }
      if (event.key === "ArrowUp" && !text.value) {
        const mine = [...list.querySelectorAll(".said-mine a[data-edit]")].pop();
        if (mine) {
          event.preventDefault();
          location.assign(mine.href);
        }
      }
    });
    if (wide.matches) text.focus({ preventScroll: true });
  }

  if (talk.dataset.latest) toEnd();
  if (!document.hidden) listen();
})();
