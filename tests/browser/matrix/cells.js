// The matrix of pages, settings and engines. Two test files share it, so that two cores do.
//
// Pairwise: each page meets every engine in one setting, and every two values of language, mode, theme and condition meet on
// some pages (`pages/everyone.test.js` looks at each in two more). No page is opened for one engine alone: most of the time went
// by on the way to pages, and our own checks make a page narrow, its text large and its spacing wide themselves.
// With TONGBAN_BROWSER=modes: the proof that ends within a sitting, `proof.js`. With TONGBAN_BROWSER=full: every page in every
// cell; TONGBAN_SETTINGS=1-40 takes a part of the settings, to go on another day.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, report } from '../checks/engines.js';
import { cells, line } from '../harness/cell.js';
import { walkHangs } from '../harness/hanging.js';
import { startWithEveryPage } from '../harness/pages.js';
import { dealt, everyCell, pairwise } from '../harness/pairwise.js';
import { dimensions, Visits } from '../harness/settings.js';
import { proof } from './proof.js';

const everyEngine = Object.keys(engines);
const wanted = process.env.TONGBAN_BROWSER ?? 'pairwise';
const full = wanted === 'full';
/** A prime that divides no number of settings. */
const stride = 61;

/** The settings to look at, each with its pages and the half of the work it belongs to. */
function settingsOf(pages) {
  const names = pages.map((page) => page.name);
  if (!full) {
    return dealt(pairwise(dimensions), names).map((cell, place) => ({ ...cell, part: place % 2 }));
  }
  const inOrder = everyCell(dimensions).map((setting, place) => ({
    // What differs in the condition alone is looked at by the same half, which knows the page.
    setting, pages: names, part: Math.floor(place / dimensions.condition.length) % 2,
  }));
  // In strides through the list, so that the first of them are a sample of all.
  const settings = inOrder.map((_, place) => inOrder[(place * stride) % inOrder.length]);
  const [from, to] = (process.env.TONGBAN_SETTINGS ?? `1-${settings.length}`).split('-').map(Number);
  return settings.slice(from - 1, to);
}

/** Looks at the settings of one half; prints each cell with its pages, seconds and findings, and the totals. */
export function matrix(first) {
  if (wanted === 'modes') {
    proof(first);
    return;
  }
  test(`matrix, part ${first + 1} of 2`, { timeout: full ? Infinity : walkHangs }, async (context) => {
    const { browser, server, pages, stop } = await startWithEveryPage();
    const totals = new Map(everyEngine.map((engine) => [engine, { visits: 0, again: 0, seconds: 0, findings: 0 }]));
    try {
      const settings = settingsOf(pages);
      const visits = new Visits(browser, server);
      const mine = settings.filter(({ part }) => part === first);
      console.log(`matrix: ${mine.length} of ${settings.length} settings, ${pages.length} pages`);
      // Where pages come again and again, those that look as before are not examined again.
      const sound = full ? new Set() : undefined;
      for (const { setting, pages: names } of mine) {
        await context.test(line(setting), async () => {
          try {
            const all = await cells(visits, pages.filter((page) => names.includes(page.name)), setting, everyEngine, sound);
            for (const { engine, found, seconds, again } of all) {
              const total = totals.get(engine);
              total.visits += names.length;
              total.again += again;
              total.seconds += seconds;
              total.findings += found.length;
              console.log(`cell ${line(setting)} ${engine.padEnd(5)} ${String(names.length).padStart(3)} pages (${again} as before) ${seconds.toFixed(1)} s ${found.length} findings`);
            }
            const found = all.flatMap((one) => one.found);
            assert.equal(found.length, 0, report(found));
          } finally {
            await visits.end();
          }
        });
      }
    } finally {
      for (const [engine, { visits, again, seconds, findings }] of totals) {
        console.log(`total ${engine.padEnd(5)} ${visits} visits (${again} as before) ${seconds.toFixed(0)} s ${findings} findings`);
      }
      await stop();
    }
  });
}
