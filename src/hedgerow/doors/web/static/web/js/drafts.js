/* What was begun in this browser and is not on the server yet stands among the drafts too. */
(() => {
  "use strict";

  const list = document.querySelector("[data-drafts-here]");
  if (!list) return;
  const mould = document.getElementById("draft-here").content;
  const before = `draft:${document.body.dataset.face}:`;
  const bare = (text) => text.replace(/\s+/g, "");
  const listed = [...list.querySelectorAll(".draft-words")].map((link) => bare(link.textContent).replace(/…$/, ""));

  function address(kind, number) {
    return kind === "reply" || kind === "quote" ? `/compose?${kind}=${number}` : "/compose";
  }

  for (const key of Object.keys(localStorage).filter((each) => each.startsWith(before))) {
    const [kind, number] = key.slice(before.length).split(":");
    const { text, version } = JSON.parse(localStorage.getItem(key));
    const there = listed.some((words) => words && bare(text).startsWith(words));
    // What the server had once and has no more was deleted there.
    if (kind === "edit" || version || there || !text.trim()) continue;
    const item = mould.firstElementChild.cloneNode(true);
    for (const link of item.querySelectorAll("a")) link.href = address(kind, number);
    item.querySelector(".draft-words").textContent = text.slice(0, 160);
    list.prepend(item);
    document.querySelector(".empty")?.remove();
  }
})();
