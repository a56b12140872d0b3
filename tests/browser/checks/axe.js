// axe-core with the rules on that are off by default, in the page itself: what the engine sees is what people get.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wanted = ['target-size', 'color-contrast-enhanced', 'identical-links-same-purpose'];
/** The rule of AAA leaves what fails AA to the rule of AA; here it finds both, so that colours are worked out once. */
const contrast = {
  'color-contrast-enhanced': { options: { contrastRatio: { normal: { minThreshold: 0 }, large: { minThreshold: 0 } } } },
};

const themes = ['dark', 'contrast'];

/** Puts the engine into the page, once. */
async function given(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
}

/** Findings of axe-core: every violation of WCAG A, AA, AAA and of best practice. */
export async function axe(page) {
  await given(page);
  const violations = await page.evaluate(async ({ wanted, checks }) => {
    const { axe } = globalThis;
    const rules = { ...Object.fromEntries(wanted.map((rule) => [rule, { enabled: true }])), 'color-contrast': { enabled: false } };
    const { violations, incomplete } = await axe.run(document, { rules, checks, resultTypes: ['violations', 'incomplete'] });
    // Links of one name that lead to two places are only ever given for review.
    const links = incomplete.filter(({ id }) => id === 'identical-links-same-purpose');
    return [...violations, ...links].flatMap(({ id, nodes }) => nodes.map((node) => ({
      id, where: node.html.slice(0, 160), message: [...node.any, ...node.all, ...node.none].map((one) => one.message).join('; '),
    })));
  }, { wanted, checks: contrast });
  return violations.map(({ id, where, message }) => ({ check: `axe ${id}`, where, message }));
}

/**
 * What cannot be read in the themes that the page does not stand in, by axe-core: the theme is changed under the page that is
 * open, and put back. Far sooner done than to open the page again in each theme.
 */
export async function colours(page) {
  await given(page);
  return page.evaluate(async ({ themes, checks }) => {
    const { axe } = globalThis;
    const root = document.documentElement;
    const { theme: before } = root.dataset;
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important }');
    document.adoptedStyleSheets.push(still);
    const found = [];
    for (const theme of themes) {
      root.dataset.theme = theme;
      const { violations } = await axe.run(document, { runOnly: ['color-contrast-enhanced'], checks, resultTypes: ['violations'] });
      found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => ({
        check: `colours ${id}`, where: node.html.slice(0, 160), message: `${theme}: ${node.any.map((one) => one.message).join('; ')}`,
      }))));
    }
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== still);
    return found;
  }, { themes, checks: contrast });
}
