// Cells of the matrix: pages in one setting, before one engine each. Our own checks come last, for they move the focus.

import { engines } from '../checks/engines.js';
import { show } from './pages.js';

/** Findings of one page before one engine, each with the page's name. */
export async function inspect(visits, page, setting, engine) {
  const [found] = await inspectBy(visits, page, setting, [engine]);
  return found.found;
}

/** One visit of a page before some engines: the findings of each, and its seconds; the first has those of the way there. */
async function inspectBy(visits, page, setting, names) {
  let began = Date.now();
  const visitor = await visits.visitor(page.person, setting);
  const source = await show(visitor, page, setting);
  const results = [];
  for (const name of names) {
    const found = await engines[name](visitor.page, { ...setting, dense: page.dense, source });
    results.push({ engine: name, seconds: (Date.now() - began) / 1000, found: found.map((one) => ({ page: page.name, ...one })) });
    began = Date.now();
  }
  return results;
}

/** Every page in one setting before some engines: for each engine its findings and its seconds. */
export async function cells(visits, pages, setting, names) {
  const all = names.map((engine) => ({ engine, found: [], seconds: 0 }));
  for (const page of pages) {
    for (const [place, { found, seconds }] of (await inspectBy(visits, page, setting, names)).entries()) {
      all[place].found.push(...found);
      all[place].seconds += seconds;
    }
  }
  return all;
}

/** A setting in one line. */
export function line({ language, mode, theme, condition }) {
  return [language, mode, theme, condition].map((value, place) => value.padEnd([4, 9, 9, 15][place])).join(' ');
}
