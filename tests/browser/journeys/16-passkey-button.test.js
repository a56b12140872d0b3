// The button of a passkey while the browser asks by itself: what was asked before is broken off, so that its late answer takes
// nothing away from the button's challenge.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny } from '../harness/steps.js';
import { telephone } from '../harness/telephone.js';

journey('the button of a passkey', async (arrive, { scripts }) => {
  if (!scripts) return;
  const resident = await arrive();
  await resident.signIn(granny);
  await telephone(resident);
  await resident.open('/account/passkeys');
  await resident.press('#passkey');
  await resident.sees('passkeys-added');
  await resident.open('/account');
  await resident.signOut();

  const held = [];
  let arrived = () => {};
  const another = () => new Promise((resolve) => { arrived = resolve; });
  await resident.page.route('**/passkeys/begin', (route) => { held.push(route); arrived(); });
  const byItself = another();
  await resident.page.goto('/sign-in?next=/offers');
  await byItself;
  const brokenOff = resident.page.waitForEvent('requestfailed', (request) => request.url().endsWith('/passkeys/begin'));
  const byButton = another();
  await resident.page.click('#passkey');
  await Promise.all([byButton, brokenOff]);
  assert.equal(held.length, 2);
  // Pressed twice, it is pressed once.
  await resident.page.click('#passkey');
  await held[1].continue();
  await resident.page.waitForURL((url) => url.pathname === '/offers');
  assert.equal(held.length, 2);
  await resident.page.unroute('**/passkeys/begin');
});
