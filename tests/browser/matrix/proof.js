// The proof that ends within a sitting: every engine and check before every page in every mode and language once, and a random
// sample of all other settings. It goes in parts: after TONGBAN_MINUTES (30) no visit is begun, and the next run goes on where
// this one ended. What was seen at which commit is written to `results/seen.tsv`, a line a visit, which a run of the same
// commit reads. TONGBAN_SEED draws another sample, TONGBAN_SAMPLE (400 visits) a larger one.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engines, report } from '../checks/engines.js';
import { cells, line } from '../harness/cell.js';
import { startWithEveryPage } from '../harness/pages.js';
import { everyCell } from '../harness/pairwise.js';
import { results, root } from '../harness/paths.js';
import { dimensions, Visits } from '../harness/settings.js';

const seed = Number(process.env.TONGBAN_SEED ?? 1);
const sample = Number(process.env.TONGBAN_SAMPLE ?? 400);
const minutes = Number(process.env.TONGBAN_MINUTES ?? 30);
const record = join(results, 'seen.tsv');

/** The commit of the tree, marked where files differ from it. */
function commit() {
  const git = (...words) => spawnSync('git', words, { cwd: root, encoding: 'utf8' }).stdout.trim();
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? '+changes' : '');
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function numbers(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const isPlain = ({ theme, condition }) => theme === 'device' && condition === 'plain';

/** Every visit in its order: the modes and languages first, then the sample. */
export function visitsOf(names) {
  const every = everyCell(dimensions);
  const modes = every.filter(isPlain).flatMap((setting) => names.map((page) => ({ setting, page })));
  const others = every.filter((setting) => !isPlain(setting));
  const next = numbers(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const drawn = Array.from({ length: sample }, () => ({ setting: pick(others), page: pick(names) }));
  // Visits of one setting stand together, so that one browser context serves them.
  drawn.sort((one, other) => line(one.setting).localeCompare(line(other.setting)));
  return [...modes, ...drawn];
}

/** What was seen at this commit, from the record. */
function seenAt(now) {
  if (!existsSync(record)) return new Set();
  const rows = readFileSync(record, 'utf8').split('\n').map((row) => row.split('\t'));
  return new Set(rows.filter(([at]) => at === now).map(([, setting, page]) => `${setting}\t${page}`));
}

/** Makes the visits of one half until the time is over. */
export function proof(first) {
  test(`every page in every mode and language, part ${first + 1} of 2`, { timeout: Infinity }, async (context) => {
    const until = Date.now() + minutes * 60_000;
    const [now, names] = [commit(), Object.keys(engines)];
    const { browser, server, pages, stop } = await startWithEveryPage();
    const total = { visits: 0, findings: 0, seconds: 0 };
    try {
      const all = visitsOf(pages.map((page) => page.name)).filter((_, place) => place % 2 === first);
      const seen = seenAt(now);
      const left = all.filter(({ setting, page }) => !seen.has(`${line(setting)}\t${page}`));
      console.log(`${now}: ${all.length - left.length} of ${all.length} visits seen before, sample ${sample}, seed ${seed}`);
      const visits = new Visits(browser, server);
      mkdirSync(results, { recursive: true });
      const sound = new Set();
      let open;
      for (const { setting, page: name } of left) {
        if (Date.now() > until) break;
        if (open !== line(setting)) {
          await visits.end();
          open = line(setting);
        }
        const found = await cells(visits, pages.filter((page) => page.name === name), setting, names, sound);
        const findings = found.flatMap((one) => one.found);
        const seconds = found.reduce((sum, one) => sum + one.seconds, 0);
        total.visits += 1;
        total.findings += findings.length;
        total.seconds += seconds;
        if (findings.length === 0) appendFileSync(record, `${now}\t${open}\t${name}\t${seconds.toFixed(1)}\n`);
        else await context.test(`${open} ${name}`, () => assert.fail(report(findings)));
      }
      await visits.end();
      console.log(`${total.visits} visits in ${total.seconds.toFixed(0)} s, ${total.findings} findings, ${left.length - total.visits} visits left`);
    } finally {
      await stop();
    }
  });
}
