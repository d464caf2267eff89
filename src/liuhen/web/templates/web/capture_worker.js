{% autoescape off %}// Keeps the page of 现场采集 on the phone: the page, its scripts and its looks, nothing of any case and nobody's answers.
"use strict";
const SHELL = "liuhen-capture-{{ version }}";
const KEPT = {{ kept }};
const PAGE = "{{ page }}";

self.addEventListener("install", (event) => {
  const fresh = KEPT.map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("liuhen-capture-") && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin || !KEPT.includes(pathname)) return;
  const asked = pathname === PAGE ? PAGE : event.request;
  event.respondWith(caches.open(SHELL).then((cache) => cache.match(asked, { ignoreSearch: true })).then((held) => held ?? fetch(event.request)));
});
{% endautoescape %}
