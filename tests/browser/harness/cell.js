// One cell of the matrix: every page in one setting, before one engine.

import { engines } from '../checks/engines.js';
import { show } from './pages.js';

/** Findings of one page, each with the page's name. */
export async function inspect(visits, page, setting, engine) {
  const visitor = await visits.visitor(page.person, setting);
  const source = await show(visitor, page, setting);
  const found = await engines[engine](visitor.page, { ...setting, dense: page.dense, source });
  return found.map((one) => ({ page: page.name, ...one }));
}

/** Findings of all pages in one setting, and the seconds they took. */
export async function cell(visits, pages, setting) {
  const began = Date.now();
  const found = [];
  for (const page of pages) found.push(...await inspect(visits, page, setting, setting.engine));
  await visits.end();
  return { found, seconds: (Date.now() - began) / 1000 };
}

/** A setting in one line. */
export function line({ language, mode, theme, condition, engine }) {
  return [language, mode, theme, condition, engine].map((value, place) => value.padEnd([4, 9, 9, 15, 5][place])).join(' ');
}
