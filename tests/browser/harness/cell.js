// Pages in one setting before some engines, in one visit. Our own checks come last, for they move the focus.

import { engines } from '../checks/engines.js';
import { stateOf } from '../checks/state.js';
import { show } from './pages.js';

/** Findings of one page before some engines. `open` opens it, and gives the HTML that the server sent. */
export async function inspect(visits, page, setting, names, open = show) {
  const found = await inspectBy(visits, page, setting, names, undefined, open);
  return found.flatMap((one) => one.found);
}

/**
 * One visit of a page before some engines: the findings of each, its seconds, and whether the page was known to be sound; the
 * first engine has the seconds of the way there.
 */
async function inspectBy(visits, page, setting, names, sound, open = show) {
  let began = Date.now();
  const visitor = await visits.visitor(page.person, setting);
  const source = await open(visitor, page, setting);
  const results = [];
  const state = sound ? await stateOf(visitor.page) : '';
  for (const name of names) {
    const known = `${name} ${state}`;
    // The validator reads what was sent, which is not what is shown, and is quick.
    if (name !== 'html' && sound?.has(known)) {
      results.push({ engine: name, seconds: 0, found: [], again: true });
      continue;
    }
    const found = await engines[name](visitor.page, { ...setting, dense: page.dense, source });
    results.push({ engine: name, seconds: (Date.now() - began) / 1000, again: false, found: found.map((one) => ({ page: page.name, ...one })) });
    if (found.length === 0) sound?.add(known);
    began = Date.now();
  }
  return results;
}

/**
 * Every page in one setting before some engines: for each its findings, its seconds, and the pages that were known.
 *
 * `sound` holds the states of pages on which an engine found nothing, where pages are opened in many settings: reduced motion,
 * blocked scripts and blocked WASM leave most pages as they are, to the last box and colour. Such a page is held against these,
 * and not examined again.
 */
export async function cells(visits, pages, setting, names, sound) {
  const all = names.map((engine) => ({ engine, found: [], seconds: 0, again: 0 }));
  for (const page of pages) {
    for (const [place, { found, seconds, again }] of (await inspectBy(visits, page, setting, names, sound)).entries()) {
      all[place].found.push(...found);
      all[place].seconds += seconds;
      all[place].again += again ? 1 : 0;
    }
  }
  return all;
}

/** A setting in one line. */
export function line({ language, mode, theme, condition }) {
  return [language, mode, theme, condition].map((value, place) => value.padEnd([4, 9, 9, 15][place])).join(' ');
}
