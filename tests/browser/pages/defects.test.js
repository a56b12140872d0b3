// Checks that cannot fail prove nothing: each seeded defect has to be found, and the sound page has to pass them all.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { colours } from '../checks/axe.js';
import { engines, report } from '../checks/engines.js';
import { install } from '../checks/in-page.js';
import { defects, sound } from '../defects/defects.js';
import { startBrowser } from '../harness/browser.js';
import { stepHangs, testHangs } from '../harness/hanging.js';
import { here } from '../harness/paths.js';

const checks = { ...engines, colours };
const original = readFileSync(join(here, 'defects/sound.html'), 'utf8');
const address = 'http://localhost/defect';

/** The sound page with its changes; one that changes nothing is a mistake in the list. */
function changed({ name, mode, change }) {
  const text = change.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `${name}: the sound page holds no ${from}`);
    return text.replace(from, to);
  }, original);
  return mode ? text.replace('data-mode="standard"', `data-mode="${mode}"`) : text;
}

describe('seeded defects', () => {
  let browser;
  let page;
  let text;
  before(async () => {
    browser = await startBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(stepHangs);
    page = await context.newPage();
    await page.route('**/*', (route) => (route.request().url() === address
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: text }) : route.abort()));
  });
  after(() => browser?.close());

  async function findings(seeded, engine, enough) {
    text = changed(seeded);
    await page.goto(address);
    await page.evaluate(install);
    return checks[engine](page, { language: 'zh', mode: seeded.mode ?? 'standard', dense: false, source: text }, enough);
  }

  for (const seeded of [...sound, { name: 'the page in elder mode', mode: 'elder', change: [] }]) {
    test(`${seeded.name} is sound`, { timeout: testHangs }, async () => {
      const found = [];
      for (const engine of Object.keys(checks)) found.push(...await findings(seeded, engine));
      assert.equal(found.length, 0, report(found.map((one) => ({ page: engine(one), ...one }))));
    });
  }

  for (const seeded of defects) {
    test(`found: ${seeded.name}`, { timeout: testHangs }, async () => {
      const [engine, check] = seeded.finds.split(' ');
      const wanted = engine === 'own' ? check : `${engine} ${check}`;
      // Of our own checks, those that come after the one that finds it take longest.
      const found = await findings(seeded, engine, (found) => found.some((one) => one.check === wanted));
      const seen = found.map((one) => one.check);
      assert.ok(seen.includes(wanted), `${wanted} is not among ${[...new Set(seen)].join(', ') || 'nothing'}`);
    });
  }
});

function engine({ check }) {
  return check.split(' ')[0];
}
