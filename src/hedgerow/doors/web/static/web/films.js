/* Sounds show how far they are in their own drawing; what loops plays while it is seen, unless motion is unwanted. */
(() => {
  "use strict";

  const DRAWN = "data-drawn";
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /* --- sounds ------------------------------------------------------------------------------------------------- */
  function follow(figure) {
    const sound = figure.querySelector("audio");
    const wave = figure.querySelector("[data-wave]");
    if (!sound || !wave) return;
    const past = wave.querySelector(".wave-past");
    const width = wave.viewBox.baseVal.width;
    const show = () => past.setAttribute("width", sound.duration ? (width * sound.currentTime) / sound.duration : 0);
    for (const news of ["timeupdate", "seeked", "ended", "loadedmetadata"]) sound.addEventListener(news, show);
    wave.addEventListener("click", (event) => {
      const box = wave.getBoundingClientRect();
      const part = (event.clientX - box.left) / box.width;
      const jump = () => { sound.currentTime = part * sound.duration; };
      if (sound.duration) jump();
      else sound.addEventListener("loadedmetadata", jump, { once: true });
      sound.play().catch(() => {});
    });
  }

  /* --- what loops, without a sound ---------------------------------------------------------------------------- */
  const seen = "IntersectionObserver" in window && new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) target.pause();
      else if (!still.matches && !target.dataset.stopped) target.play().catch(() => {});
    }
  }, { threshold: 0.5 });

  function loop(film) {
    seen?.observe(film);
    // Whoever pauses it while it is seen means it.
    film.addEventListener("click", () => { film.dataset.stopped = film.paused ? "" : "yes"; });
  }

  still.addEventListener?.("change", () => {
    if (still.matches) for (const film of document.querySelectorAll("[data-loops]")) film.pause();
  });

  /* --- one at a time ------------------------------------------------------------------------------------------ */
  document.addEventListener("play", (event) => {
    if (!event.target.matches?.("audio, video:not([data-loops])")) return;
    for (const other of document.querySelectorAll("audio, video:not([data-loops])")) if (other !== event.target) other.pause();
  }, true);

  function dress() {
    for (const figure of document.querySelectorAll(`[data-film]:not([${DRAWN}])`)) {
      figure.setAttribute(DRAWN, "");
      follow(figure);
      for (const film of figure.querySelectorAll("[data-loops]")) loop(film);
    }
  }

  new MutationObserver(dress).observe(document.body, { childList: true, subtree: true });
  dress();
})();
