// Without a network: one page with the telephone number, in the person's language and size; nothing personal is kept, and
// forms are left alone. The portal can be installed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { together } from '../harness/variants.js';
import { granny } from '../harness/steps.js';

const allow = { serviceWorkers: 'allow' };

/** Opens the home page and waits for the worker of this page's display choice. */
async function visitHome(visitor) {
  await visitor.open('/');
  const display = `${await visitor.page.locator('html').getAttribute('lang')}.${visitor.variant.mode}`;
  await visitor.page.waitForFunction(async (wanted) => {
    const { active } = await navigator.serviceWorker.ready;
    return active?.scriptURL.includes(wanted) && active.state === 'activated';
  }, display);
}

const kept = (page) => page.evaluate(async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  const text = await (await caches.match('/offline', { ignoreVary: true })).text();
  return { found, text };
});

together('offline', (arrive) => {
  for (const variant of [{ mode: 'standard' }, { language: 'en', mode: 'elder' }]) {
    test(`the offline page in ${variant.language ?? 'zh'} ${variant.mode}`, { timeout: 60_000 }, async () => {
      const visitor = await arrive(variant, allow);
      const { page } = visitor;
      await visitor.signIn(granny);
      const name = await visitor.text('h1');
      await visitHome(visitor);
      const { found, text } = await kept(page);
      assert.equal(found.length, 2, `only the page and its style are kept: ${found}`);
      assert.ok(found.every((path) => path === '/offline' || /^\/assets\/main-.*\.css$/.test(path)), `${found}`);
      assert.ok(!text.includes(name) && !text.includes('/sign-out') && !text.includes('/inbox'), 'nobody stands on the kept page');
      await visitor.context.setOffline(true);
      await page.goto('/help');
      await visitor.sees('offline-title', 'offline-call');
      assert.ok(await page.locator('main a[href="tel:12345"]').isVisible());
      assert.equal(await page.locator('html').getAttribute('data-mode'), variant.mode);
      const size = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
      assert.ok(size >= (variant.mode === 'elder' ? 24 : 18), `its style is kept, too: ${size} px`);
      const sent = await page.evaluate(() => fetch('/display', { method: 'POST' }).then(() => 'answered', () => 'no network'));
      assert.equal(sent, 'no network', 'a form is never answered from what is kept');
      await visitor.context.setOffline(false);
      await visitor.press('main a.button');
      assert.ok((await visitor.text('h1')).length > 0 && new URL(page.url()).pathname === '/');
      // The browser itself complains of the requests without a network.
      await visitor.leave({ expected: /ERR_INTERNET_DISCONNECTED|\/display/ });
    });
  }

  test('the manifest names what an installed portal needs', { timeout: 60_000 }, async () => {
    const visitor = await arrive({}, allow);
    await visitor.open('/');
    const address = await visitor.page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = await (await visitor.page.request.get(address)).json();
    assert.deepEqual([manifest.start_url, manifest.scope, manifest.display], ['/', '/', 'minimal-ui']);
    for (const icon of manifest.icons) {
      const answer = await visitor.page.request.get(icon.src);
      const picture = await answer.body();
      assert.equal(answer.headers()['content-type'], icon.type);
      // Width and height of a PNG stand at bytes 16 and 20.
      assert.equal(`${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`, icon.sizes);
    }
    await visitor.leave();
  });
});
