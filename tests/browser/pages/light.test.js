// Every page is light, and whole before anything wakes: its own HTML is under 15 kB on the wire, headers included, once the
// files that all pages share are there; and while the WASM is still on its way it says what it says afterwards, and its
// forms can be sent.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startBrowser, Visitor } from '../harness/browser.js';
import { stepHangs, walkHangs } from '../harness/hanging.js';
import { everyPage } from '../harness/pages.js';
import { startServer } from '../harness/server.js';
import { Visits } from '../harness/settings.js';

const most = 15_000;

/** What stands in main, without what wakes: counts, bars. */
const text = (page) => page.evaluate(() => {
  const main = document.querySelector('main').cloneNode(true);
  for (const island of main.querySelectorAll('leptos-island, #check')) island.remove();
  return main.textContent.replace(/\s+/g, ' ');
});

describe('every page is light', () => {
  let browser;
  let server;
  let pages;
  before(async () => {
    browser = await startBrowser();
    server = await startServer();
    pages = (await everyPage(() => Visitor.arrive(browser, server, {}))).filter((page) => !page.act);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const mode of ['standard', 'elder']) {
    test(`${mode} mode`, { timeout: walkHangs }, async () => {
      const visits = new Visits(browser, server);
      const setting = { language: 'zh', mode, theme: 'device', condition: 'plain' };
      const heavy = [];
      const sizes = [];
      for (const page of pages) {
        const visitor = await visits.visitor(page.person, setting);
        // The islands are held back on their way.
        let release;
        const held = new Promise((resolve) => { release = resolve; });
        await visitor.context.route('**/*.wasm', async (route) => { await held; await route.continue(); });
        const session = await visitor.context.newCDPSession(visitor.page);
        await session.send('Network.enable');
        let document;
        let bytes = 0;
        session.on('Network.requestWillBeSent', ({ requestId, type }) => { if (type === 'Document') document = requestId; });
        session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (requestId === document) bytes = encodedDataLength; });
        await visitor.page.goto(page.path, { waitUntil: 'domcontentloaded' });
        await visitor.page.waitForFunction(() => document.readyState !== 'loading');
        for (const until = Date.now() + stepHangs; !bytes && Date.now() < until; ) await visitor.page.waitForTimeout(20);
        await session.detach();
        assert.ok(bytes > 500, `${page.name} was measured: ${bytes}`);
        sizes.push([bytes, page.name]);
        if (bytes > most) heavy.push(`${page.name}: ${bytes} bytes`);
        const asleep = await text(visitor.page);
        for (const form of await visitor.page.locator('main form:not([method=dialog])').all()) {
          assert.ok(await form.locator('button[type=submit], button:not([type])').count(), `${page.name}: a form without a button`);
          assert.ok(await form.getAttribute('action'), `${page.name}: a form that leads nowhere`);
        }
        release();
        await visitor.page.waitForFunction(() => !document.querySelector('script[type=module]')
          || [...document.querySelectorAll('leptos-island')].every((one) => one.dataset.awake === 'yes'));
        assert.equal(await text(visitor.page), asleep, `${page.name} says the same before it wakes`);
        await visitor.context.unroute('**/*.wasm');
      }
      sizes.sort(([one], [other]) => other - one);
      console.log(`${mode}: ${sizes.length} pages, heaviest ${sizes.slice(0, 3).map(([bytes, name]) => `${name} ${bytes}`).join(', ')} bytes`);
      assert.deepEqual(heavy, [], 'no page over 15 kB');
      await visits.end();
    });
  }
});
