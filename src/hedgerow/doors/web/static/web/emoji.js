/* The site's own emoji: each code of the list becomes a button that writes it where the cursor is. */
(() => {
  "use strict";

  function asButton(item) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    item.append(button);
  }

  /* A code stands alone: after a letter or a colon it would be none. */
  function write(text, code) {
    const before = text.value.slice(0, text.selectionStart);
    const after = text.value.slice(text.selectionEnd);
    const words = (/[\p{L}\p{N}_:]$/u.test(before) ? " " : "") + code + (/^\s/.test(after) ? "" : " ");
    text.focus();
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  document.addEventListener("toggle", (event) => {
    const list = event.target;
    if (!list.matches?.("details[data-emoji]") || !list.open) return;
    list.querySelector("[data-without-script]").hidden = true;
    for (const item of list.querySelectorAll("li[data-code]")) if (!item.querySelector("button")) asButton(item);
  }, true);

  document.addEventListener("click", (event) => {
    const item = event.target.closest?.("[data-emoji] li[data-code]");
    const text = item?.closest("form")?.querySelector("textarea[name=text]");
    if (!text || !event.target.closest("button")) return;
    item.closest("details").open = false;
    write(text, item.dataset.code);
  });
})();
