// axe-core with the rules on that are off by default, in the page itself: what the engine sees is what people get.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wanted = ['target-size', 'color-contrast-enhanced', 'identical-links-same-purpose'];

/** Findings of axe-core: every violation of WCAG A, AA, AAA and of best practice. */
export async function axe(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const violations = await page.evaluate(async (wanted) => {
    const { axe } = globalThis;
    const rules = Object.fromEntries(wanted.map((rule) => [rule, { enabled: true }]));
    const { violations, incomplete } = await axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
    // Links of one name that lead to two places are only ever given for review.
    const links = incomplete.filter(({ id }) => id === 'identical-links-same-purpose');
    return [...violations, ...links].flatMap(({ id, nodes }) => nodes.map((node) => ({
      id, where: node.html.slice(0, 160), message: [...node.any, ...node.all, ...node.none].map((one) => one.message).join('; '),
    })));
  }, wanted);
  return violations.map(({ id, where, message }) => ({ check: `axe ${id}`, where, message }));
}
