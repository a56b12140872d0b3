// Every page of the route table, once in English in standard mode and once in Chinese in elder mode: before axe and the checks
// of our own, its colours in every theme, its title, what stands around it, and that it is light and whole before anything
// wakes. In Chinese in standard mode it is weighed as well, and where something wakes, opened. The matrix brings each page before
// every engine in one more setting.

import assert from 'node:assert/strict';
import { describe, test, before, after } from 'node:test';
import { colours } from '../checks/axe.js';
import { report } from '../checks/engines.js';
import { inspect } from '../harness/cell.js';
import { walkHangs } from '../harness/hanging.js';
import { openLight, weigh } from '../harness/light.js';
import { show, startWithEveryPage } from '../harness/pages.js';
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

/** Opens a page; notes its weight and what was found on the way, and gives the HTML that the server sent. */
async function openAndWeigh(visitor, page, setting, { sizes, found }) {
  const { source, bytes, findings } = await openLight(visitor, page, setting);
  sizes.push([bytes, page.name]);
  found.push(...findings.map((one) => ({ page: page.name, ...one })));
  return source;
}

/** The heaviest pages in one line. */
function heaviest({ language, mode }, sizes) {
  const first = sizes.toSorted(([one], [other]) => other - one).slice(0, 3);
  return `${language}, ${mode}: ${sizes.length} pages, heaviest ${first.map(([bytes, name]) => `${name} ${bytes}`).join(', ')} bytes`;
}

describe('every page can be used by everyone', { concurrency: true }, () => {
  let city;
  const sessions = new Map();
  before(async () => { city = await startWithEveryPage(); });
  after(() => city?.stop());
  for (const [language, mode] of [['en', 'standard'], ['zh', 'elder']]) {
    test(`${language}, ${mode}`, { timeout: walkHangs }, async (context) => {
      const visits = new Visits(city.browser, city.server, sessions);
      const setting = { language, mode, theme: 'device', condition: 'plain' };
      const frames = [];
      const sizes = [];
      for (const page of city.pages) {
        await context.test(page.name, async () => {
          const found = [];
          // A page that is brought about comes in several steps.
          const open = page.act ? show : (...asked) => openAndWeigh(...asked, { sizes, found });
          found.push(...await inspect(visits, page, setting, ['axe', 'own'], open));
          const visitor = await visits.visitor(page.person, setting);
          found.push(...await colours(visitor.page));
          frames.push({ page, ...await frame(visitor) });
          assert.equal(found.length, 0, report(found.map((one) => ({ page: page.name, ...one }))));
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
      console.log(heaviest(setting, sizes));
      // Chromium writes the refusals that are asked for on purpose to the console too.
      const complaints = [...visits.open.values()].flatMap((visitor) => visitor.complaints);
      assert.deepEqual(complaints.filter((one) => !/status of 40[34]/.test(one)), [], 'no page complained');
      await visits.end();
    });
  }
  test('zh, standard: light', { timeout: walkHangs }, async () => {
    const visits = new Visits(city.browser, city.server, sessions);
    const setting = { language: 'zh', mode: 'standard', theme: 'device', condition: 'plain' };
    const [sizes, found] = [[], []];
    let woken = 0;
    for (const page of city.pages.filter((page) => !page.act)) {
      const visitor = await visits.visitor(page.person, setting);
      const { source, bytes, findings } = await weigh(visitor, page);
      if (/<leptos-island|id="check"/.test(source)) {
        woken += 1;
        await openAndWeigh(visitor, page, setting, { sizes, found });
        continue;
      }
      sizes.push([bytes, page.name]);
      found.push(...findings.map((one) => ({ page: page.name, ...one })));
    }
    assert.ok(woken > 0, 'something wakes on some page');
    console.log(heaviest(setting, sizes));
    assert.equal(found.length, 0, report(found));
    await visits.end();
  });
});
