/* The worker of the installed app, the offer to install it, and messages on this device. Without any of it every page
   works as ever. */
(() => {
  "use strict";

  function show(state) {
    for (const part of document.querySelectorAll("[data-push-state]")) part.hidden = part.dataset.pushState !== state;
  }

  if (!("serviceWorker" in navigator) || !window.isSecureContext) {
    show("unsupported");
    return;
  }
  const csrf = () => document.querySelector('meta[name="csrf-token"]').content;
  navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }).catch(() => {});

  /* --- installing ------------------------------------------------------------------------------------------ */
  const LATER = "hedgerow-install-later";
  let asked = null;

  window.addEventListener("beforeinstallprompt", (event) => {
    const offer = document.getElementById("install");
    if (!offer) return;
    event.preventDefault();
    asked = event;
    offer.hidden = localStorage.getItem(LATER) !== null;
  });
  window.addEventListener("appinstalled", () => hideOffer());

  function hideOffer() {
    const offer = document.getElementById("install");
    if (offer) offer.hidden = true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-install]") : null;
    if (!button) return;
    if (button.dataset.install === "yes" && asked) asked.prompt();
    if (button.dataset.install === "no") localStorage.setItem(LATER, "1");
    hideOffer();
  });

  /* --- messages on this device ----------------------------------------------------------------------------- */
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const send = (address, body) =>
    fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body: body ? JSON.stringify(body) : undefined,
    }).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
    });

  async function subscribe(place) {
    const worker = await navigator.serviceWorker.ready;
    const key = bytes(place.dataset.push);
    const old = await worker.pushManager.getSubscription();
    // A site that got another key cannot speak to a device by the old one.
    const kept = old && old.options.applicationServerKey;
    if (kept && String(new Uint8Array(kept)) !== String(key)) await old.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    await send(place.dataset.listen, made.toJSON());
  }

  async function look(place) {
    if (!("PushManager" in window) || !("Notification" in window)) return show("unsupported");
    if (Notification.permission === "denied") return show("denied");
    return show(Notification.permission === "granted" && place.dataset.here ? "on" : "off");
  }

  async function change(place, work) {
    const failed = place.querySelector("[data-push-failed]");
    failed.hidden = true;
    try {
      await work();
    } catch {
      failed.hidden = Notification.permission === "denied";
    }
    await look(place);
  }

  const place = document.querySelector("[data-push]");
  if (!place) return;
  look(place);
  place.querySelector("[data-push-allow]").addEventListener("click", () => change(place, async () => {
    if ((await Notification.requestPermission()) !== "granted") return;
    await subscribe(place);
    place.dataset.here = "1";
  }));
  place.querySelector("[data-push-stop]").addEventListener("click", () => change(place, async () => {
    await send(place.dataset.stop);
    place.dataset.here = "";
  }));
})();
