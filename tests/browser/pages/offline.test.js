// Without a network: one page with the telephone number, in the person's language and size; nothing personal is kept, and
// forms are left alone. The portal can be installed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWholeBrowser } from '../harness/browser.js';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { apply, granny } from '../harness/steps.js';

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
    test(`the offline page in ${variant.language ?? 'zh'} ${variant.mode}`, { timeout: testHangs }, async () => {
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

  test('the card is kept when somebody asks, seen without a network, and gone when they say so or sign out', { timeout: testHangs }, async () => {
    const visitor = await arrive({ mode: 'elder' }, allow);
    const { page } = visitor;
    const cards = () => page.evaluate(() => caches.has('card'));
    await visitor.signIn(granny);
    const { receipt } = await apply(visitor);
    await visitHome(visitor);
    await visitor.open('/offline-card');
    assert.equal(await cards(), false, 'nothing is kept by looking');
    const said = (key) => page.getByRole('status').getByText(visitor.say(key)).waitFor();
    await page.locator('[data-act=keep]').click();
    await said('offline-card-is-kept');
    await visitor.context.setOffline(true);
    await page.goto('/applications');
    await visitor.sees('offline-card-kept-title', 'offline-card-counter', 'offline-call');
    assert.ok((await visitor.text()).includes(receipt), 'the receipt number is there without a network');
    assert.ok(await page.locator('svg.qr').isVisible() && await page.locator('main a[href="tel:12345"]').isVisible());
    const size = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
    assert.ok(size >= 24, `large without a network, too: ${size} px`);
    await visitor.context.setOffline(false);
    await visitor.open('/offline-card');
    await said('offline-card-is-kept');
    await page.locator('[data-act=remove]').click();
    await said('offline-card-is-gone');
    await visitor.context.setOffline(true);
    await page.goto('/applications');
    await visitor.sees('offline-title');
    assert.ok(!(await visitor.text()).includes(receipt), 'removed is removed');
    await visitor.context.setOffline(false);
    await visitor.open('/offline-card');
    await page.locator('[data-act=keep]').click();
    await said('offline-card-is-kept');
    // A session that is over leads to the sign-in page, which is no card: the old card stays.
    const cookies = await visitor.context.cookies();
    await visitor.context.clearCookies({ name: 'session' });
    await page.locator('[data-act=keep]').click();
    await said('offline-card-failed');
    assert.equal(await cards(), true);
    await visitor.context.addCookies(cookies);
    await visitor.open('/account');
    await visitor.press('main form[action="/sign-out"] button');
    assert.equal(await cards(), false, 'whoever sits down next finds nobody\'s card');
    await visitor.leave({ expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|offline-card/ });
  });

  test('without scripts the card is a page to print', { timeout: testHangs }, async () => {
    const visitor = await arrive({ scripts: false });
    await visitor.signIn(granny);
    await visitor.open('/offline-card');
    assert.equal(await visitor.page.locator('[data-act=keep]').isVisible(), false, 'no button that does nothing');
    await visitor.press('main a[href="/offline-card/kept"]');
    await visitor.sees('offline-card-kept-title', 'offline-card-counter');
    await visitor.leave();
  });

  test('the manifest names what an installed portal needs', { timeout: testHangs }, async () => {
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

// What is installed needs a browser with windows.
together('installed', (arrive) => {
  test('the browser would install it', { timeout: testHangs }, async () => {
    const visitor = await arrive({}, allow);
    await visitHome(visitor);
    const session = await visitor.context.newCDPSession(visitor.page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A window of a test is private, and a private window installs nothing.
    assert.deepEqual(installabilityErrors.map((one) => one.errorId).filter((one) => one !== 'in-incognito'), []);
    // The browser does find what is wrong.
    await visitor.page.route('**/manifest.webmanifest', (route) => route.fulfill({ contentType: 'application/manifest+json', body: '{}' }));
    await visitor.page.reload();
    const broken = await session.send('Page.getInstallabilityErrors');
    assert.ok(broken.installabilityErrors.some((one) => one.errorId !== 'in-incognito'), 'an empty manifest is noticed');
    await visitor.leave({ expected: /Manifest/ });
  });
}, startWholeBrowser);
