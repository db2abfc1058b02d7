/* Single keys for those who like them; the list (?) says them and switches them off. */
(() => {
  "use strict";

  const OFF = "keys-off";
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

  function write() {
    const text = document.getElementById("composer-text");
    if (text) text.focus();
    else document.querySelector("a.write-wide")?.click();
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
    r: () => chosen()?.querySelector(".act-reply")?.click(),
    "/": search,
    "?": () => document.getElementById("help")?.showModal(),
  };

  const writing = (target) => target.isContentEditable || target.matches("input, textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!(event.key in DO) || writing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key !== "?" && localStorage.getItem(OFF)) return;
    event.preventDefault();
    DO[event.key]();
  });

  const toggle = document.getElementById("keys-on");
  if (toggle) {
    toggle.checked = !localStorage.getItem(OFF);
    toggle.addEventListener("change", () => {
      if (toggle.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  }
})();
