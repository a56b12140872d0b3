// A resident says yes to a vaccination, takes it back, says yes again; the department carries it out, and only then it is given.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny, openUntil } from '../harness/steps.js';

journey('arrangement', async (arrive) => {
  const resident = await arrive();
  await resident.signIn(granny);
  await openUntil(resident, '/offers', () => resident.count('article.offer'));
  const { page } = resident;
  const offer = await page.locator('article.offer :is(h2, h3) a', { hasText: /PPV23|23 价肺炎/ }).first().getAttribute('href');
  await resident.open(offer);
  await resident.press('button[value=accept]');
  await resident.sees('offer-state-accepted', 'offer-take-back-lead', 'offer-take-back');
  assert.match(await resident.text('main'), /卫生健康委|Health Commission/, 'who calls');
  assert.match(await resident.text('main [role=status]'), /20\d\d/, 'and by when');
  await resident.press('button[value=take-back]');
  await resident.sees('offer-yes-taken-back', 'offer-accept');
  await resident.press('button[value=accept]');
  await resident.sees('offer-state-accepted');
  await resident.open('/');
  assert.ok(await resident.count(`main a[href="${offer}"]`), 'home says that it is being arranged');
  assert.doesNotMatch(await resident.text('main'), new RegExp(resident.say('offer-carried-out')), 'and not that it is given');

  const staff = await arrive();
  await staff.signIn('health');
  await staff.open('/arrangements');
  await staff.press('main a[href^="/arrangements/"]');
  await staff.sees('arrangement-appoint-title', 'arrangement-done-title', 'arrangement-not-done-title');
  assert.equal(await staff.text('main dl a[href^="tel:"]'), granny, 'the number to call');
  await staff.press('form[action$="/not-done"] button');
  assert.equal(await staff.count('.error-summary'), 1, 'why it could not be done is asked for');
  const today = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10).split('-');
  for (const [index, part] of ['year', 'month', 'day'].entries()) await staff.page.fill(`#on-${part}`, String(Number(today[index])));
  await staff.press('form[action$="/done"] button');
  await staff.sees('arrangement-state-done');

  await resident.open(offer);
  await resident.sees('offer-state-granted');
  assert.match(await resident.text('main [role=status]'), new RegExp(today[0]), 'on which day');
  await resident.open('/inbox');
  assert.match(await resident.text('main'), /办好了|It is done/, 'a notice says so');
});
