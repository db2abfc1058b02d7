/* Single keys for those who like them; the list (?) says them and switches them off. */
(() => {
  "use strict";

  const OFF = "keys-off";
  const AHEAD = "typed-ahead";
  let leaving = false;
  const posts = () => [...document.querySelectorAll("main .post")].filter((post) => post.checkVisibility());
  const chosen = () => document.querySelector(".post.is-chosen") || document.activeElement?.closest?.(".post");

  function choose(step) {
    const all = posts();
    if (!all.length) return;
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(chosen()) + step))];
    document.querySelector(".post.is-chosen")?.classList.remove("is-chosen");
    next.classList.add("is-chosen");
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  /* On the way to the composer letters are no keys: they go along, into the text. */
  function lead(link) {
    if (!link) return;
    leaving = true;
    sessionStorage.setItem(AHEAD, "");
    link.click();
  }

  function goAlong(event) {
    if (event.key === "Escape") leaving = false;
    if (event.key.length !== 1) return;
    event.preventDefault();
    sessionStorage.setItem(AHEAD, sessionStorage.getItem(AHEAD) + event.key);
  }

  function arrive() {
    const text = document.getElementById("composer-text");
    const ahead = sessionStorage.getItem(AHEAD);
    sessionStorage.removeItem(AHEAD);
    if (ahead === null || !text) return;
    text.focus();
    text.setRangeText(ahead, text.value.length, text.value.length, "end");
    if (ahead) text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function write() {
    const text = document.getElementById("composer-text");
    if (text) text.focus();
    else lead(document.querySelector("a.write-wide"));
  }

  function search() {
    const field = document.querySelector('main input[type="search"]');
    if (field) field.focus();
    else document.querySelector("a[data-search]")?.click();
  }

  const DO = {
    n: write,
    j: () => choose(1),
    k: () => choose(-1),
    o: () => chosen()?.querySelector(".post-time")?.click(),
    r: () => lead(chosen()?.querySelector(".act-reply")),
    "/": search,
    "?": () => document.getElementById("help")?.showModal(),
  };

  const writing = (target) => target.isContentEditable || target.matches("input, textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (leaving) return goAlong(event);
    if (!(event.key in DO) || writing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key !== "?" && localStorage.getItem(OFF)) return;
    event.preventDefault();
    DO[event.key]();
  });

  // Back from the composer the page may be as it was left.
  addEventListener("pageshow", () => { leaving = false; });
  arrive();

  const toggle = document.getElementById("keys-on");
  if (toggle) {
    toggle.checked = !localStorage.getItem(OFF);
    toggle.addEventListener("change", () => {
      if (toggle.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }
})();
