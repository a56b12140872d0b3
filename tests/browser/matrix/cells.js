// The matrix of pages, settings and engines. Two test files share it, so that two cores do.
//
// Pairwise: each page meets every language, mode, theme, condition and engine, and every two of these meet on some page.
// With TONGBAN_BROWSER=modes: every page before every engine in every mode and language, in plain conditions. With
// TONGBAN_BROWSER=full: every page in every cell; TONGBAN_CELLS=1-40 takes a part of the cells, to go on another day.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, report } from '../checks/engines.js';
import { startBrowser, Visitor } from '../harness/browser.js';
import { cell, line } from '../harness/cell.js';
import { everyPage } from '../harness/pages.js';
import { byCell, everyCell, pairwise } from '../harness/pairwise.js';
import { startServer } from '../harness/server.js';
import { dimensions, Visits } from '../harness/settings.js';

const all = { ...dimensions, engine: Object.keys(engines) };
const wanted = process.env.TONGBAN_BROWSER ?? 'pairwise';
const full = wanted !== 'pairwise';

function cellsOf(pages) {
  const names = pages.map((page) => page.name);
  if (!full) return byCell(pairwise(all, names));
  const few = { ...all, theme: ['device'], condition: ['plain'] };
  const cells = everyCell(wanted === 'modes' ? few : all).map((setting) => ({ ...setting, pages: names }));
  const [from, to] = (process.env.TONGBAN_CELLS ?? `1-${cells.length}`).split('-').map(Number);
  return cells.slice(from - 1, to);
}

/** Looks at every second cell, from `first` on; prints each with its pages, seconds and findings, and the totals. */
export function matrix(first) {
  test(`matrix, part ${first + 1} of 2`, { timeout: full ? 0 : 1_500_000 }, async (context) => {
    const browser = await startBrowser();
    const server = await startServer();
    const totals = new Map(Object.keys(engines).map((engine) => [engine, { visits: 0, seconds: 0, findings: 0 }]));
    try {
      const pages = await everyPage(() => Visitor.arrive(browser, server, {}));
      const cells = cellsOf(pages);
      const visits = new Visits(browser, server);
      const mine = cells.filter((_, place) => place % 2 === first);
      console.log(`matrix: ${mine.length} of ${cells.length} cells, ${pages.length} pages`);
      for (const { pages: names, ...setting } of mine) {
        await context.test(line(setting), async () => {
          try {
            const here = pages.filter((page) => names.includes(page.name));
            const { found, seconds } = await cell(visits, here, setting);
            console.log(`cell ${line(setting)} ${String(here.length).padStart(3)} pages ${seconds.toFixed(1)} s ${found.length} findings`);
            const total = totals.get(setting.engine);
            total.visits += here.length;
            total.seconds += seconds;
            total.findings += found.length;
            assert.equal(found.length, 0, report(found));
          } finally {
            await visits.end();
          }
        });
      }
    } finally {
      for (const [engine, { visits, seconds, findings }] of totals) {
        console.log(`total ${engine.padEnd(5)} ${visits} visits ${seconds.toFixed(0)} s ${findings} findings`);
      }
      await browser.close();
      await server.stop();
    }
  });
}
