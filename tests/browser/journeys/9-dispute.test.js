// A resident says that a fact is wrong, and nobody answers until the supervisor sees it; then the department corrects it, and
// all three see another amount.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny, openUntil } from '../harness/steps.js';

const said = '我是 1934 年出生的。';
/** More than the working days of a department, whatever holidays lie among them. */
const days = 30;

journey('dispute', async (arrive, variant, server) => {
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

  const place = `/disputes/${dispute.split('/').pop()}`;

  const supervisor = await arrive();
  await supervisor.signIn('supervisor');
  await supervisor.open('/disputes');
  await supervisor.sees('disputes-overdue-anywhere');
  assert.equal(await supervisor.count(`a[href="${place}"]`), 0, 'it is the department\'s as long as there is time');
  await server.daysPass(days);
  await supervisor.signIn('supervisor');
  await openUntil(supervisor, '/disputes', () => supervisor.count(`a[href="${place}"]`));
  await supervisor.sees('disputes-overdue-anywhere', 'dispute-case-late');
  await supervisor.press(`a[href="${place}"]`);
  // The city catches up day by day, and says on the last one what has become late.
  await openUntil(supervisor, place, async () => (await supervisor.text()).includes(supervisor.say('dispute-step-late')));
  await supervisor.sees('dispute-step-opened');
  assert.ok((await supervisor.text()).includes(said), 'the supervisor reads what was said');
  await resident.signIn(granny);
  await resident.open(dispute);
  await resident.sees('dispute-step-late');

  const staff = await arrive();
  await staff.signIn('publicsecurity');
  await staff.open('/disputes');
  await staff.press(`a[href="${place}"]`);
  await staff.sees('dispute-correct-title', 'dispute-uphold-title', 'dispute-pass-on-title');
  assert.ok((await staff.text()).includes(said), 'the department reads what was said');
  for (const [part, value] of [['year', '1934'], ['month', '5'], ['day', '2']]) await staff.page.fill(`#value-${part}`, value);
  await staff.press('form[action$="/correct"] button');
  await supervisor.open(place);
  for (const visitor of [staff, supervisor]) {
    await visitor.sees('dispute-state-corrected', 'dispute-outcome-title');
    assert.match(await visitor.text(), /180[\s\S]*350/, 'who answers and who supervises see what came of it');
  }

  await resident.open(dispute);
  await resident.sees('dispute-step-corrected', 'dispute-outcome-title');
  assert.match(await resident.text(), /180[\s\S]*350/, 'from the old amount to the new one');
  await resident.open(offer);
  assert.match(await resident.text('h1'), /350/, 'the offer says the new amount');
});
