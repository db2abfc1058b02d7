/* Long narrowing goes on by itself; the button stays for who has no scripts, or stopped it. */
(() => {
  "use strict";
  const BREATH_MS = 150;
  const form = document.querySelector("form[data-goes-on]");
  if (!form) return;
  const timer = setTimeout(() => form.requestSubmit(), BREATH_MS);
  form.querySelector("[data-stays]").addEventListener("click", () => clearTimeout(timer));
})();
