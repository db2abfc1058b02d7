/* Pictures of a post, one at a time, by pointer and by keyboard. Without this file they are links to themselves. */
(() => {
  "use strict";

  const viewer = document.getElementById("viewer");
  if (!viewer) return;
  const image = viewer.querySelector("img");
  let links = [];
  let place = 0;

  function show(step) {
    place = (place + step + links.length) % links.length;
    const link = links[place];
    image.src = link.href;
    image.alt = link.dataset.alt;
    viewer.querySelector(".viewer-alt").textContent = link.dataset.alt;
    viewer.querySelector(".viewer-count").textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
    for (const button of viewer.querySelectorAll(".viewer-stage button")) button.hidden = links.length < 2;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-pictures] > a");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    links = [...link.parentElement.children];
    place = links.indexOf(link);
    show(0);
    viewer.showModal();
  });

  viewer.querySelector(".viewer-back").addEventListener("click", () => show(-1));
  viewer.querySelector(".viewer-next").addEventListener("click", () => show(1));
  viewer.addEventListener("close", () => image.removeAttribute("src"));

  viewer.addEventListener("keydown", (event) => {
    const onward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = onward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    if (event.key === onward) show(1);
    if (event.key === back) show(-1);
  });
})();
