/* Says how many posts are new, while the page is looked at. Without it, reloading shows the same. */
(() => {
  "use strict";

  const place = document.querySelector("[data-stream]");
  if (!place || !window.EventSource) return;
  const button = place.querySelector("a");
  const address = `/stream/?after=${place.dataset.after}&face=${place.dataset.face}`;
  let source = null;

  function posts(event) {
    const news = JSON.parse(event.data);
    button.hidden = news.count === 0;
    button.textContent = news.words;
  }

  function notifications(event) {
    const { count } = JSON.parse(event.data);
    const link = document.querySelector('.nav a[href="/notifications"]');
    if (!link) return;
    let mark = link.querySelector(".nav-count");
    if (!mark) {
      mark = document.createElement("span");
      mark.className = "nav-count";
      link.append(mark);
    }
    mark.textContent = count;
    mark.hidden = count === 0;
  }

  function listen() {
    if (source) return;
    source = new EventSource(address);
    source.addEventListener("posts", posts);
    source.addEventListener("notifications", notifications);
  }

  function rest() {
    if (source) source.close();
    source = null;
  }

  // A browser holds few connections to one site: only the page in sight keeps one.
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  window.addEventListener("pagehide", rest);
  if (!document.hidden) listen();
})();
