// Siteimprove Alfa, every rule. The page is read in the browser, the rules run here.

import { Audit, Outcome } from '@siteimprove/alfa-act';
import { Native } from '@siteimprove/alfa-dom/native';
import rules from '@siteimprove/alfa-rules';
import { Page } from '@siteimprove/alfa-web';

const viewport = ({ width, height }, scale) => ({
  type: 'screen', viewport: { width, height, orientation: width > height ? 'landscape' : 'portrait' },
  display: { resolution: scale, scan: null }, scripting: { enabled: true }, preferences: [],
});

/** Findings of Alfa: every rule that fails, whatever its level. */
export async function alfa(page) {
  // As text: the whole page as values would be taken apart and put together again on the way, one by one.
  const document = JSON.parse(await page.evaluate(`(async () => { ${Native.fromNode}; return JSON.stringify(await fromNode(document)); })()`));
  const url = page.url();
  const response = { url, status: 200, headers: [], body: '' };
  const request = { method: 'GET', url, headers: [], body: '' };
  const device = viewport(page.viewportSize(), await page.evaluate(() => devicePixelRatio));
  const subject = Page.from({ request, response, document, device }).getUnsafe();
  const errors = await page.locator('.error-summary').count();
  const found = [];
  for (const outcome of await Audit.of(subject, rules).evaluate()) {
    if (!Outcome.isFailed(outcome)) continue;
    const { rule, target, expectations } = outcome.toJSON();
    const id = rule.uri.split('/').pop();
    // The error summary has a heading and stands above the page's own, as the component contract says.
    if (id === 'sia-r61' && errors) continue;
    const why = expectations.map(([, { error }]) => error?.message).filter(Boolean).join('; ');
    found.push({ check: `alfa ${id}`, where: where(outcome.target, target), message: why });
  }
  return found;
}

/** Path and text of what failed. */
function where(target, json) {
  try {
    return `${target.path()} ${String(target).replace(/\s+/g, ' ').slice(0, 120)}`;
  } catch {
    return JSON.stringify(json).slice(0, 160);
  }
}
