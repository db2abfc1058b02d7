/* While a page is looked at: says how many posts are new, takes away what may not be seen any more and draws anew
   what was edited, also what happened while nobody looked. Without it, reloading shows the same. */
(() => {
  "use strict";

  if (!window.EventSource || document.querySelector("[data-talk]")) return;
  const place = document.querySelector("[data-stream]");
  const face = document.body.dataset.number;
  const MOST = 300;
  let source = null;
  let asked = "";

  /* --- what stands here ------------------------------------------------------------------------------------- */
  const numberIn = (address) => /\/(\d+)$/.exec(address || "")?.[1];

  function shown() {
    const numbers = new Set();
    for (const { dataset } of document.querySelectorAll("[data-post], [data-quoted]")) {
      const number = numberIn(dataset.post || dataset.quoted);
      if (number) numbers.add(number);
    }
    return [...numbers].slice(0, MOST).join(",");
  }

  /* --- what is told ----------------------------------------------------------------------------------------- */
  function posts(event) {
    const news = JSON.parse(event.data);
    const button = place.querySelector("a");
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

  /* With the last post of a place goes what says why it stands there. */
  function takeAway(post) {
    if (post.contains(document.activeElement)) document.getElementById("main").focus({ preventScroll: true });
    const item = post.closest("li");
    if (item && item.querySelectorAll("[data-post]").length === 1) item.remove();
    else post.remove();
  }

  function gone(event) {
    for (const number of JSON.parse(event.data).posts) {
      if (document.querySelector(`.focus > [data-post$="/${number}"]`)) return location.reload();
      document.querySelectorAll(`[data-post$="/${number}"]`).forEach(takeAway);
      for (const quoted of document.querySelectorAll(`[data-quoted$="/${number}"]`)) {
        quoted.replaceWith(document.getElementById("lost-mould").content.cloneNode(true));
      }
    }
    document.getElementById("viewer")?.close();
  }

  /* A post that somebody is at waits until they have gone on: nothing moves below their fingers. */
  const inUse = (post) =>
    post.contains(document.activeElement) ||
    [...post.querySelectorAll("video, audio")].some((film) => !film.paused);

  async function redraw(post) {
    const answer = await fetch(`/p/${numberIn(post.dataset.post)}/card`);
    if (!answer.ok || !post.isConnected) return;
    const html = await answer.text();
    if (inUse(post)) redrawLater(post);
    else htmx.swap(post, html, { swapStyle: "outerHTML" });
  }

  /* A story's own page shows it whole, above its card. */
  async function redrawStory() {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const anew = page.querySelector("article.story");
    if (anew) document.querySelector("article.story")?.replaceWith(anew);
  }

  function redrawLater(post) {
    post.addEventListener("focusout", () => setTimeout(() => redraw(post)), { once: true });
  }

  function edited(event) {
    for (const [number, edition] of Object.entries(JSON.parse(event.data).posts)) {
      for (const place of document.querySelectorAll(`[data-post$="/${number}"], [data-quoted$="/${number}"]`)) {
        const post = place.closest("[data-post]");
        // A post without its acts stands in a form or a copy: it is what was answered, quoted or reported.
        if (place.dataset.edition === edition || !post?.querySelector(".acts")) continue;
        redraw(post);
        if (place === post && post.closest(".story-whole")) redrawStory();
      }
    }
  }

  /* --- while it is looked at: a browser holds few connections to one site ------------------------------------- */
  function listen() {
    if (source || document.hidden) return;
    asked = shown();
    if (!place && !asked) return;
    const after = place ? `&after=${place.dataset.after}` : "";
    source = new EventSource(`/stream/?face=${face}${after}&shown=${asked}`);
    if (place) source.addEventListener("posts", posts);
    source.addEventListener("notifications", notifications);
    source.addEventListener("gone", gone);
    source.addEventListener("edited", edited);
  }

  function rest() {
    if (source) source.close();
    source = null;
  }

  function again() {
    rest();
    listen();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  window.addEventListener("pagehide", rest);
  // Who deletes the post of this page is on the way to another: what is told meanwhile would lead back here.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) rest();
  });
  window.addEventListener("pageshow", listen);
  document.addEventListener("htmx:load", () => {
    // Posts that came later are looked after like those the page began with.
    const known = new Set(asked.split(","));
    if (source && shown().split(",").some((number) => !known.has(number))) again();
  });
  listen();
})();
