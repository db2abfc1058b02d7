/* The service worker. It keeps the program's own files (FILES, put before this text by the server) and the page that
   says there is no network. Never a page, a post or a picture of anybody: those always come from the server. */
"use strict";

const NAME = "hedgerow " + FILES[0];
const OFFLINE = "/offline";

async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES);
  // Asked for without cookies: the same page for everybody who uses this device.
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!page.ok) throw new Error(String(page.status));
  await cache.put(OFFLINE, page);
}

async function forgetOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("hedgerow ") && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetOld()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(OFFLINE)) || Response.error()));
    return;
  }
  const url = new URL(request.url);
  if (url.origin === self.location.origin && FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(request)));
  }
});

self.addEventListener("push", (event) => {
  let said;
  try {
    said = event.data.json();
  } catch {
    return;
  }
  if (said.gone) {
    // A message must be shown for every push; this one takes the place of what was shown, and goes with it.
    event.waitUntil(
      self.registration
        .showNotification(said.title, { tag: said.tag, silent: true, data: { url: said.url } })
        .then(() => self.registration.getNotifications({ tag: said.tag }))
        .then((shown) => shown.forEach((one) => one.close())),
    );
    return;
  }
  const shown = { body: said.body, tag: said.tag, renotify: true, data: { url: said.url }, icon: ICON };
  event.waitUntil(self.registration.showNotification(said.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  // Ours alone, whatever was sent.
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then(async (open) => {
      if (!open.length) return self.clients.openWindow(url.href);
      await open[0].focus();
      return open[0].navigate(url.href);
    }),
  );
});
