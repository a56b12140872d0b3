// A resident says that a fact is wrong, the department corrects it, and both see another amount.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny, openUntil } from '../harness/steps.js';

const said = '我是 1934 年出生的。';

journey('dispute', async (arrive) => {
  const resident = await arrive();
  await resident.signIn(granny);
  await openUntil(resident, '/offers', () => resident.count('article.offer'));
  const { page } = resident;
  const links = await page.locator('article.offer :is(h2, h3) a', { hasText: '180' }).all();
  const offer = await links[0].getAttribute('href');
  await resident.open(offer);
  await resident.press(`a[href="${offer}/dispute"]`);
  await resident.press('main form button.button');
  assert.equal(await resident.count('.error-summary'), 1, 'which fact, and what it should be');
  await page.check('input[name=attribute][value=dob]');
  await page.fill('#statement', said);
  await resident.press('main form button.button');
  await resident.sees('dispute-steps', 'dispute-word-title', 'dispute-step-opened');
  const dispute = new URL(page.url()).pathname;

  const staff = await arrive();
  await staff.signIn('publicsecurity');
  await staff.open('/disputes');
  await staff.press(`a[href="/disputes/${dispute.split('/').pop()}"]`);
  await staff.sees('dispute-correct-title', 'dispute-uphold-title', 'dispute-pass-on-title');
  assert.ok((await staff.text()).includes(said), 'the department reads what was said');
  for (const [part, value] of [['year', '1934'], ['month', '5'], ['day', '2']]) await staff.page.fill(`#value-${part}`, value);
  await staff.press('form[action$="/correct"] button');
  await staff.sees('dispute-state-corrected', 'dispute-outcome-title');
  assert.match(await staff.text(), /350/, 'the department sees what came of it');

  await resident.open(dispute);
  await resident.sees('dispute-step-corrected', 'dispute-outcome-title');
  assert.match(await resident.text(), /180[\s\S]*350/, 'from the old amount to the new one');
  await resident.open(offer);
  assert.match(await resident.text('h1'), /350/, 'the offer says the new amount');
});
