// The engine of the IBM Equal Access checker, in the page itself.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8');

// Where the checker and the standards disagree, with the reason.
const disagreed = {
  // HTML-AAM: a form without a name is no landmark, so it needs none.
  aria_form_label_unique: () => true,
  aria_landmark_name_unique: ({ snippet }) => snippet.startsWith('<form') && !snippet.includes('aria-label'),
  // What scrolls by itself has to take the focus (axe scrollable-region-focusable), and is no widget.
  element_tabbable_role_valid: ({ snippet }) => snippet.includes('data-scroll-x'),
  // The skip link is the first thing in the body, before every landmark.
  aria_content_in_landmark: ({ snippet }) => snippet.includes('class="skip"'),
};

/** Findings of the checker: what it is sure about. What it asks a person to look at is no finding. */
export async function ibm(page) {
  if (!(await page.evaluate(() => 'ace' in globalThis))) await page.evaluate(`${source}; globalThis.ace = ace;`);
  const found = await page.evaluate(async () => {
    const checker = new globalThis.ace.Checker();
    const report = await checker.check(document, ['IBM_Accessibility', 'WCAG_2_2']);
    return report.results.filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL')
      .map(({ ruleId, path, snippet, message }) => ({ ruleId, path: path.dom, snippet, message }));
  });
  return found.filter((one) => !disagreed[one.ruleId]?.(one))
    .map((one) => ({ check: `ibm ${one.ruleId}`, where: `${one.path} ${one.snippet.slice(0, 120)}`, message: one.message }));
}
