// Answers with one kept page when there is no network. It keeps that page and its style, nothing else: every other page
// may hold personal data. Forms and everything that is not a page go to the network as if this were not here.
'use strict';

const kept = 'offline';
const page = '/offline';
const style = 'STYLE';

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
    event.respondWith(fetch(request).catch(async (fault) => (await find(page)) ?? Promise.reject(fault)));
  } else if (new URL(request.url).pathname === style) {
    event.respondWith(fetch(request).catch(async (fault) => (await find(style)) ?? Promise.reject(fault)));
  }
});
