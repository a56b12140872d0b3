// Every page of the route table, once in standard and once in elder mode, before axe-core and the checks of our own.

import assert from 'node:assert/strict';
import { describe, test, before, after } from 'node:test';
import { report } from '../checks/engines.js';
import { startBrowser, Visitor } from '../harness/browser.js';
import { inspect } from '../harness/cell.js';
import { everyPage } from '../harness/pages.js';
import { startServer } from '../harness/server.js';
import { Visits } from '../harness/settings.js';

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
    test(`${mode} mode`, { timeout: 1_200_000 }, async (context) => {
      const visits = new Visits(browser, server);
      const setting = { language: 'zh', mode, theme: 'device', condition: 'plain' };
      for (const page of pages) {
        await context.test(page.name, async () => {
          const found = [];
          for (const engine of ['axe', 'own']) found.push(...await inspect(visits, page, setting, engine));
          assert.equal(found.length, 0, report(found));
        });
      }
      // Chromium writes the refusals that are asked for on purpose to the console too.
      const complaints = [...visits.open.values()].flatMap((visitor) => visitor.complaints);
      assert.deepEqual(complaints.filter((one) => !/status of 40[34]/.test(one)), [], 'no page complained');
      await visits.end();
    });
  }
});
