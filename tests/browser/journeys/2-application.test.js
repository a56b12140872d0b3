// One question a page; leave, come back, find everything; check, send, and get number, date and timeline.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { answerUntil, begin, granny, item, send, telephone } from '../harness/steps.js';

journey('application', async (arrive) => {
  const first = await arrive();
  await first.signIn(granny);
  await begin(first);
  await answerUntil(first, 'carer');
  await first.press('main form button[value=leave]');
  await first.signOut();

  const second = await arrive();
  await second.signIn(granny);
  await second.open(`/items/${item}`);
  await second.press('main a.button');
  assert.match(second.page.url(), /\/carer_hours$/, 'goes on where it was left');
  await answerUntil(second);
  await second.sees('check-title', 'check-not-sent-yet');
  const rows = await second.text('dl.summary-list');
  assert.ok(rows.includes('2025') && rows.includes(telephone.slice(-4)), `all answers are there: ${rows}`);
  assert.ok(!rows.includes(second.say('check-missing')), 'nothing is missing');

  const { address, receipt } = await send(second);
  assert.match(receipt, /\d{4,}/, 'a receipt number');
  await second.sees('receipt-title', 'receipt-due', 'application-timeline', 'timeline-submitted');
  assert.ok((await second.count('ol.timeline > li')) >= 1, 'a timeline');
  await second.open('/applications');
  assert.ok((await second.text()).includes(receipt), 'the list of applications has it');
  await second.open(address);
  assert.ok((await second.text()).includes(receipt), 'the application can be opened again');
  await second.open('/inbox');
  await second.sees('inbox-title');
  assert.ok((await second.page.locator(`a[href^="${address}"]`).count()) >= 1, 'a notice leads to it');
});
