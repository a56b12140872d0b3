// Whoever begins the same application again is led to the one that is on its way.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { apply, granny, item, takeBack } from '../harness/steps.js';

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
