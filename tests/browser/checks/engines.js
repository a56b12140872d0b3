// Every engine, by name. Each takes the page and the setting it is looked at in, and gives findings:
// `check`, `where` and `message`.

import { alfa } from './alfa.js';
import { axe } from './axe.js';
import { ibm } from './ibm.js';
import { markup } from './markup.js';
import { own } from './own.js';

export const engines = { html: markup, axe, alfa, ibm, own };

/** Findings as text, the same one on many pages once. */
export function report(findings) {
  const pages = new Map();
  for (const { page, check, where, message } of findings) {
    const line = `${check}: ${where.replace(/\s+/g, ' ')}: ${message}`;
    pages.set(line, [...(pages.get(line) ?? []), page]);
  }
  return [...pages].map(([line, on]) => `${line} (${on.length > 1 ? `${on.length} pages, such as ` : ''}${on[0]})`).join('\n');
}
