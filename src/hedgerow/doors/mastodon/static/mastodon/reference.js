/* The pages about the API: what is sought is shown while one types, `/` leads to the field, and an address
   with a fragment opens what it names, or leads on to the page of its group. Without this file the form asks
   the server. */
(() => {
  "use strict";

  const field = document.getElementById("reference-q");
  const none = document.getElementById("reference-none");

  /* All that a line is found by: what it says, what else there is of it, and the name of its group. */
  function said(item) {
    const group = item.closest("[data-group]");
    const heading = group.querySelector("h2").textContent;
    return `${heading} ${group.dataset.also || ""} ${item.textContent} ${item.dataset.sought}`.toLowerCase();
  }

  function show() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const item of document.querySelectorAll("[data-sought]")) {
      const text = said(item);
      item.hidden = !words.every((word) => text.includes(word));
      found += item.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-sought]:not([hidden])");
    }
    none.hidden = found > 0;
    for (const aside of document.querySelectorAll("[data-aside]")) aside.hidden = words.length > 0;
  }

  function open() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named instanceof HTMLDetailsElement) {
      named.open = true;
      named.scrollIntoView();
    } else if (named instanceof HTMLLIElement) {
      location.replace(named.querySelector("a").href);
    }
  }

  const writing = (target) => target.isContentEditable || target.matches("input, textarea, select");

  window.addEventListener("hashchange", open);
  open();
  if (!field) return;
  field.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    field.focus();
  });
})();
