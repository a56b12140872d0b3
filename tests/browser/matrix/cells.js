// The matrix of settings and engines: a pairwise set, or all cells. Two test files share it, so that two cores do.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { engines, report } from '../checks/engines.js';
import { startBrowser, Visitor } from '../harness/browser.js';
import { cell, line } from '../harness/cell.js';
import { everyPage } from '../harness/pages.js';
import { everyCell, pairwise } from '../harness/pairwise.js';
import { startServer } from '../harness/server.js';
import { dimensions, Visits } from '../harness/settings.js';

const all = { ...dimensions, engine: Object.keys(engines) };
const full = process.env.TONGBAN_BROWSER === 'full';
const cells = full ? everyCell(all) : pairwise(all);

/** Registers every second cell, from `first` on, as a test; prints each with its seconds and findings. */
export function matrix(first) {
  const mine = cells.filter((_, place) => place % 2 === first);
  describe(`matrix, ${mine.length} of ${cells.length} cells`, () => {
    let browser;
    let visits;
    let server;
    let pages;
    before(async () => {
      browser = await startBrowser();
      server = await startServer();
      pages = await everyPage(() => Visitor.arrive(browser, server, {}));
      visits = new Visits(browser, server);
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    for (const setting of mine) {
      test(line(setting), { timeout: 900_000 }, async () => {
        try {
          const { found, seconds } = await cell(visits, pages, setting);
          console.log(`cell ${line(setting)} ${pages.length} pages ${seconds.toFixed(1)} s ${found.length} findings`);
          assert.equal(found.length, 0, report(found));
        } finally {
          await visits.end();
        }
      });
    }
  });
}
