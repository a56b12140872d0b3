// Somebody practises: a whole application as somebody invented, marked on every page, and then back to what is real.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { apply, granny } from '../harness/steps.js';

journey('practice', async (arrive, { mode }) => {
  const person = await arrive();
  const { page } = person;
  await person.signIn(granny);
  const real = await apply(person);

  // Found where people look: at the foot of every page, and in elder mode among the large rows of the home page.
  await person.open('/');
  await person.press(mode === 'elder' ? 'ul.tasks a[href="/practice"]' : 'footer a[href="/practice"]');
  await person.sees('practice-title', 'practice-lead', 'practice-what-nothing');
  assert.equal(await person.count('.practice'), 0, 'nothing is practised yet');
  await person.press('form[action="/practice/start"] button');
  assert.equal(new URL(page.url()).pathname, '/', 'practice begins at home');
  await marked(person);

  const { address, receipt } = await apply(person);
  assert.match(receipt, /^LX/, 'a receipt of practice is no real one');
  await marked(person);
  await person.open('/applications');
  await marked(person);
  const text = await person.text();
  assert.ok(text.includes(receipt) && !text.includes(real.receipt), `only what was practised: ${text}`);

  // A receipt on paper is not taken for a real one.
  await person.open(`${address}?sent=yes`);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.practice p').isVisible(), 'paper says that it is practice');
  assert.ok(await page.locator('.paper').isVisible());
  await person.sees('practice-paper');
  assert.equal(await person.count('.paper svg'), 0, 'no code that leads back');
  await page.emulateMedia({ media: null });

  await person.press('.practice form[action="/practice/end"] button');
  await person.sees('practice-left-title');
  assert.equal(await person.count('.practice'), 0, 'practice is over');
  await person.open('/applications');
  const after = await person.text();
  assert.ok(after.includes(real.receipt) && !after.includes(receipt), `only what is real: ${after}`);
});

/** The mark stands above the page and in its title, and nothing else of the demonstration is in its way. */
async function marked(person) {
  assert.equal(await person.text('.practice p'), person.say('practice-banner'));
  const title = await person.page.title();
  assert.ok(title.startsWith(person.say('practice-in-title')), `“${title}” says that it is practice`);
  const leave = await person.page.locator('.practice button').boundingBox();
  assert.ok(leave.height >= 43.5, `the way out is ${leave.height} px high`);
}
