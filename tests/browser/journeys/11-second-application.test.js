// Whoever begins the same application again is led to the one that is on its way; where there can be a second one it needs a
// yes, and the caseworker sees the first.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { anotherItem, answerUntil, apply, applyFor, granny, item, send, takeBack } from '../harness/steps.js';

journey('second-application', async (arrive) => {
  const resident = await arrive();
  await resident.signIn(granny);
  const { address, receipt } = await apply(resident);
  await resident.open(`/items/${item}`);
  assert.equal(await resident.count('main form[action$="/start"]'), 0, 'nothing is begun a second time');
  assert.ok((await resident.text()).includes(receipt), 'the number of the first is named');
  await resident.press(`main a[href="${address}"]`);
  assert.equal(new URL(resident.page.url()).pathname, address, 'it leads to the first');
  await takeBack(resident);
  await resident.open(`/items/${item}`);
  assert.equal(await resident.count('main form[action$="/start"]'), 1, 'once that is taken back, another one can be begun');
});

journey('second-application-with-a-yes', async (arrive) => {
  const resident = await arrive();
  const { page } = resident;
  await resident.signIn(granny);
  const first = await applyFor(resident, anotherItem);
  await resident.open(`/items/${anotherItem}`);
  assert.ok((await resident.text()).includes(first.receipt), 'the number of the first is named');
  await resident.press('main form[action$="/start"] button.button');
  assert.equal(new URL(page.url()).pathname, `/items/${anotherItem}`, 'nothing is begun without a yes');
  assert.equal(await resident.count('.error-summary a[href="#second"]'), 1, 'and the page says what is missing');
  await page.check('input[name=second]');
  await resident.press('main form[action$="/start"] button.button');
  await answerUntil(resident);
  assert.ok((await resident.text()).includes(first.receipt), 'the page before sending names the first again');
  await resident.press('form#send button.button');
  assert.equal(await resident.count('.error-summary a[href="#second"]'), 1, 'nothing is sent without a yes');
  await page.check('input[name=second]');
  const second = await send(resident);
  assert.notEqual(second.address, first.address);

  const staff = await arrive();
  await staff.signIn('hongkou');
  await staff.open(second.address.replace('/applications/', '/casework/'));
  assert.ok((await staff.text()).includes(first.receipt), 'the caseworker reads the number of the first');
  await staff.press(`main a[href="${first.address.replace('/applications/', '/casework/')}"]`);
  assert.ok((await staff.text()).includes(first.receipt), 'and it leads there');
});
