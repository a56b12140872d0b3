// Answers with one kept page when there is no network: the card of a person who asked for it on this device, or else the
// page that holds nobody's data. It keeps that page and its style by itself, nothing else: every other page may hold
// personal data. Forms and everything that is not a page go to the network as if this were not here.
'use strict';

const kept = 'offline';
const page = '/offline';
const style = 'STYLE';
const card = '/offline-card/kept';

// `ignoreVary`: the page was fetched for this browser's display choice, whatever headers the next request has.
const find = (address) => caches.match(address, { ignoreVary: true });

async function keep() {
  await caches.delete(kept);
  await (await caches.open(kept)).addAll([page, style]);
  await self.skipWaiting();
}

self.addEventListener('install', (event) => event.waitUntil(keep()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(async (fault) => (await find(card)) ?? (await find(page)) ?? Promise.reject(fault)));
  } else if (request.destination === 'style') {
    // A card kept before the last change of style has the style of its own day.
    const { pathname } = new URL(request.url);
    event.respondWith(fetch(request).catch(async (fault) => (await find(pathname)) ?? Promise.reject(fault)));
  }
});
