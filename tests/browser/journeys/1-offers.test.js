// A resident signs in and sees first what the city found: amount, reasons with source and date, and what to do.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny, openUntil } from '../harness/steps.js';

journey('offers', async (arrive, { mode }) => {
  const resident = await arrive();
  await resident.signIn(granny);
  // In elder mode the offers are one of the large rows of the home page.
  if (mode === 'elder') await resident.sees('elder-money');
  const first = mode === 'elder' ? '/offers' : '/';
  await openUntil(resident, first, () => resident.count('article.offer'));
  await resident.sees('home-found');
  const { page } = resident;
  const offers = await addresses(page);
  assert.ok(offers.length >= 3, `several offers, not ${offers.length}`);
  if (mode === 'standard') {
    const why = page.locator('article.offer details').first();
    await why.locator('summary').click();
    assert.ok(await why.locator('.reasons .fact').first().isVisible(), 'the reasons open without a script');
  }
  let amounts = 0;
  let ways = 0;
  for (const address of offers) {
    await resident.open(address);
    const heading = await resident.text('h1');
    amounts += /\d/.test(heading) ? 1 : 0;
    const reasons = await resident.count('.reasons > li');
    const facts = await page.locator('.reasons .fact').allTextContents();
    assert.ok(reasons >= 1 && facts.length >= 1, `${heading} says why`);
    assert.ok(facts.some((fact) => /\d{4}/.test(fact)), `${heading} says since when: ${facts}`);
    ways += await resident.count('.do-nothing, form.actions button.button');
  }
  assert.ok(amounts >= 1, 'an offer names its amount');
  assert.ok(ways >= 1, 'an offer says what to do');
});

/** Addresses of the offers on a page; read from outside it, since its scripts may be off. */
async function addresses(page) {
  const links = await page.locator('article.offer :is(h2, h3) a').all();
  return Promise.all(links.map((link) => link.getAttribute('href')));
}
