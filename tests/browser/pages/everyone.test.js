// Every page of the route table, once in standard and once in elder mode: its title, and what stands around it. In elder mode
// it stands before the checks of our own too, which the matrix brings before each page in one other setting, as it does the
// engines.

import assert from 'node:assert/strict';
import { describe, test, before, after } from 'node:test';
import { report } from '../checks/engines.js';
import { startBrowser, Visitor } from '../harness/browser.js';
import { inspect } from '../harness/cell.js';
import { walkHangs } from '../harness/hanging.js';
import { everyPage, show } from '../harness/pages.js';
import { startServer } from '../harness/server.js';
import { Visits } from '../harness/settings.js';

/** What stands around a page, and its title. The link to the page itself is the same link. */
function frame({ page }) {
  return page.evaluate(() => {
    // Not how many notices are new: reading is what the pages are opened for.
    const links = (selector) => [...document.querySelectorAll(`${selector} :is(a, button)`)]
      .map((one) => (one.matches('[href="/mine"]') ? one.firstChild : one).textContent.trim());
    const signedIn = Boolean(document.querySelector('.nav a[href="/mine"]'));
    return { title: document.title, signedIn, header: links('body > header'), footer: links('body > footer') };
  });
}

describe('every page can be used by everyone', () => {
  let browser;
  let server;
  let pages;
  before(async () => {
    browser = await startBrowser();
    server = await startServer();
    pages = await everyPage(() => Visitor.arrive(browser, server, {}));
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  for (const mode of ['standard', 'elder']) {
    test(`${mode} mode`, { timeout: walkHangs }, async (context) => {
      const visits = new Visits(browser, server);
      const setting = { language: 'zh', mode, theme: 'device', condition: 'plain' };
      const frames = [];
      for (const page of pages) {
        await context.test(page.name, async () => {
          const found = mode === 'elder' ? await inspect(visits, page, setting, 'own') : [];
          const visitor = await visits.visitor(page.person, setting);
          if (mode !== 'elder') await show(visitor, page, setting);
          frames.push({ page, ...await frame(visitor) });
          assert.equal(found.length, 0, report(found));
        });
      }
      await context.test('no two pages have one title', () => {
        const titles = new Map();
        for (const { page, title } of frames) titles.set(title, [...(titles.get(title) ?? []), page]);
        // One page in two states keeps its title.
        const twice = [...titles].filter(([, on]) => new Set(on.map(({ path }) => path.split('?')[0])).size > 1);
        assert.deepEqual(twice.map(([title, on]) => `${title}: ${on.map((page) => page.name).join(', ')}`), []);
      });
      await context.test('the frame is the same on every page', () => {
        // A page that the device keeps shows nobody in its frame.
        const whose = ({ page, signedIn }) => `${page.person} ${signedIn}`;
        for (const one of new Set(frames.map(whose))) {
          const [first, ...others] = frames.filter((frame) => whose(frame) === one && frame.page.status === 200);
          for (const other of others) {
            assert.deepEqual([other.header, other.footer], [first.header, first.footer], `${other.page.name} and ${first.page.name}`);
          }
        }
      });
      // Chromium writes the refusals that are asked for on purpose to the console too.
      const complaints = [...visits.open.values()].flatMap((visitor) => visitor.complaints);
      assert.deepEqual(complaints.filter((one) => !/status of 40[34]/.test(one)), [], 'no page complained');
      await visits.end();
    });
  }
});
