// Sessions as a person sees them: where they are signed in, a session on their own telephone, the password once more before
// what counts, another password, and what is said before a session is over. Without scripts nothing is said beforehand.

import assert from 'node:assert/strict';
import { examined } from '../harness/examined.js';
import { journey } from '../harness/variants.js';
import { granny } from '../harness/steps.js';

const minutes = (count) => count * 60_000;

/** Whoever is led to the sign-in page is not signed in any more. */
async function isOut(visitor) {
  await visitor.page.goto('/account');
  assert.equal(new URL(visitor.page.url()).pathname, '/sign-in');
}

journey('sessions', async (arrive, { scripts }, server) => {
  const resident = await arrive();
  await resident.signIn(granny);

  // Where she is signed in: one is ended, and then all others.
  const elsewhere = await arrive();
  await elsewhere.signIn(granny);
  await resident.open('/account');
  await resident.press('main a[href="/account/sessions"]');
  await resident.sees('sessions-title', 'sessions-this-computer');
  await resident.press('main form[action$="/end"] button');
  assert.equal(await resident.count('main form[action$="/end"]'), 0);
  await isOut(elsewhere);
  const third = await arrive();
  await elsewhere.signIn(granny);
  await third.signIn(granny);
  await resident.open('/account/sessions');
  await resident.press('main form[action$="/end-others"] button');
  await isOut(elsewhere);
  await isOut(third);

  // On her own telephone it stays for 30 days; the cookie outlives the browser.
  await third.open('/sign-in');
  await third.page.fill('#identifier', granny);
  await third.page.fill('#password', server.passwords.get(granny));
  await third.page.check('#stays');
  await third.sees('sign-in-stays-hint');
  await third.press('main form button.button');
  const cookie = (await third.context.cookies()).find(({ name }) => name === 'session');
  assert.ok(cookie.expires > Date.now() / 1000 + 29 * 86_400, 'it stays');
  await resident.open('/account/sessions');
  await resident.sees('sessions-stays');

  // Another password; the sessions elsewhere end with it.
  await resident.open('/account/password');
  await resident.page.fill('#password', '12345678');
  await resident.press('form[action="/account/password"] button');
  await resident.sees('error-password-common');
  await examined(resident);
  await resident.page.fill('#password', 'rowing turnip cathedral');
  assert.ok(await resident.page.isChecked('form[action="/account/password"] input[name=others]'));
  await resident.press('form[action="/account/password"] button');
  await resident.sees('account-password-changed');
  server.passwords.set(granny, 'rowing turnip cathedral');
  await isOut(third);

  // The password once more, wrong and right.
  await resident.open('/account/confirm?next=/account');
  await resident.page.fill('#password', 'not this one');
  await resident.press('form[action="/account/confirm"] button');
  await resident.sees('error-confirm-wrong');
  await examined(resident);
  await resident.page.fill('#password', server.passwords.get(granny));
  await resident.press('form[action="/account/confirm"] button');
  await resident.sees('shell-confirmed', 'account-title');

  if (!scripts) {
    assert.equal(await resident.page.locator('.session-warning').isVisible(), false, 'nothing that does nothing');
    return;
  }

  // Two minutes before rest is over: one button, and the page stays.
  const { page } = resident;
  const box = page.locator('.session-warning');
  const says = async (key) => assert.ok((await box.innerText()).includes(resident.say(key)), `${key}: ${await box.innerText()}`);
  const words = '应该是 5 月 3 日。';
  await page.clock.install();
  await resident.open('/data/dispute/dob');
  await page.fill('#statement', words);
  await page.clock.fastForward(minutes(117));
  assert.equal(await box.isVisible(), false);
  await page.clock.fastForward(minutes(1) + 10_000);
  await box.waitFor();
  await says('session-warning');
  await examined(resident);
  await page.click('.session-warning button');
  await box.waitFor({ state: 'hidden' });

  // A computer that slept: the words are there when it wakes, and nothing leads away from what was typed.
  await page.clock.fastForward(minutes(118) + 10_000);
  await box.waitFor();
  await elsewhere.signIn(granny);
  await elsewhere.open('/account/sessions');
  await elsewhere.press('main form[action$="/end"] button');
  await page.click('.session-warning button');
  await page.locator('.session-warning a').waitFor();
  await says('session-warning-over');
  await examined(resident);
  assert.equal(new URL(page.url()).pathname, '/data/dispute/dob');
  assert.equal(await page.inputValue('#statement'), words);
  const [tab] = await Promise.all([resident.context.waitForEvent('page'), page.click('.session-warning a')]);
  await tab.fill('#identifier', granny);
  await tab.fill('#password', server.passwords.get(granny));
  await Promise.all([tab.waitForURL((url) => url.pathname === '/account'), tab.click('main form button.button')]);
  await tab.close();
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await box.waitFor({ state: 'hidden' });
  assert.equal(await page.inputValue('#statement'), words);

  // A session that has lasted as long as it may: the button could not help, so there is none.
  await page.route('**/data/dispute/dob', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/data-longest="\d+"/, `data-longest="${minutes(10)}"`);
    await route.fulfill({ response, body });
  });
  await resident.open('/data/dispute/dob');
  await page.fill('#statement', words);
  await page.clock.fastForward(minutes(8) + 10_000);
  await box.waitFor();
  await says('session-warning-end');
  assert.equal(await page.locator('.session-warning button').isVisible(), false);
  assert.ok(await page.locator('.session-warning a').isVisible());
  await page.clock.fastForward(minutes(3));
  await page.waitForFunction(() => !document.querySelector('[data-when=over]').hidden);
  await says('session-warning-over');

  // What was typed is sent from where it stood.
  await page.unroute('**/data/dispute/dob');
  await Promise.all([page.waitForURL((url) => url.pathname.startsWith('/data/disputes/')), page.click('main form button.button')]);
  assert.ok((await resident.text()).includes(words));
});
