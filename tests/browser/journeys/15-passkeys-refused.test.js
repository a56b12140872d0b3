// Passkeys that do not work, and what is said: sent twice, copied, without a screen lock, in a browser that has none or at
// another address; and a second device, which goes on when the first is gone.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny } from '../harness/steps.js';
import { telephone } from '../harness/telephone.js';

const isAt = (visitor, path) => visitor.page.waitForURL((url) => url.pathname === path);

/** The page does not offer a passkey by itself: what is tried here is the button. */
async function byButton(visitor) {
  await visitor.context.addInitScript(() => {
    if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
}

/** What the form says after its button was pressed. */
async function said(visitor) {
  await visitor.page.click('#passkey');
  await visitor.page.waitForFunction(() => document.querySelector('form.passkey [role=status]').textContent !== '');
  return visitor.text('form.passkey [role=status]');
}

async function add(visitor, name) {
  await visitor.open('/account/passkeys');
  await visitor.page.fill('#name', name);
  await visitor.press('#passkey');
  await visitor.sees('passkeys-added');
}

async function enter(visitor) {
  await visitor.open('/sign-in');
  await Promise.all([isAt(visitor, '/'), visitor.page.click('#passkey')]);
}

journey('passkeys that are refused', async (arrive, { scripts }, server) => {
  if (!scripts) return; // Without scripts there are none; `12-passkeys` says so.
  const resident = await arrive();
  await byButton(resident);
  await resident.signIn(granny);
  const phone = await telephone(resident);
  await add(resident, '我的手机');

  // A second device: with the first session still open, which is offered to end.
  const tablet = await arrive();
  await byButton(tablet);
  await tablet.signIn(granny);
  const other = await telephone(tablet);
  await add(tablet, '我的平板');
  await tablet.press('form[action$="/end-others"] button');
  await resident.page.goto('/account');
  assert.equal(new URL(resident.page.url()).pathname, '/sign-in', 'the other session was ended');

  // Sent twice: the same answer opens nothing the second time.
  const sent = resident.page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'));
  await enter(resident);
  const form = Object.fromEntries(new URLSearchParams((await sent).postData()));
  await resident.signOut();
  const again = await resident.context.request.post('/sign-in/passkey', { form, headers: { origin: server.url }, maxRedirects: 0 });
  assert.deepEqual([again.status(), again.headers().location], [303, '/sign-in']);
  await resident.open('/sign-in');
  await resident.sees('error-passkey-wrong');

  // Without the screen lock, however the page asks for it.
  await resident.page.route('**/passkeys/begin', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...await response.json(), userVerification: 'discouraged' } });
  });
  await phone.unlocks(false);
  await resident.open('/sign-in');
  await resident.press('#passkey');
  await resident.sees('error-passkey-wrong');
  await phone.unlocks(true);
  await resident.page.unroute('**/passkeys/begin');

  // A copy, made before it was last used.
  await enter(resident);
  await resident.signOut();
  await phone.copied(0);
  await resident.open('/sign-in');
  await resident.press('#passkey');
  await resident.sees('error-passkey-wrong');
  await enter(tablet);
  await tablet.open('/inbox');
  await tablet.sees('notice-passkey-refused');

  // The first telephone is gone: its passkey is removed, and the second goes on.
  await tablet.open('/account/passkeys');
  await tablet.page.locator('main .catalogue summary').first().click();
  await tablet.press('main form[action$="/remove"] button');
  await tablet.sees('passkeys-removed');
  await tablet.open('/account');
  await tablet.signOut();
  await enter(tablet);
  assert.equal((await other.keys()).length, 1);

  // A device without a screen lock, a browser inside another program, and the number in place of the name.
  const bare = await arrive();
  await byButton(bare);
  await bare.context.addInitScript(() => {
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable = async () => false;
  });
  await (await telephone(bare)).unlocks(false);
  await bare.open('/sign-in');
  assert.equal(await said(bare), bare.say('passkeys-failed') + (bare.variant.language === 'en' ? ' ' : '') + bare.say('passkeys-needs-lock'));
  const inside = await arrive();
  await inside.context.addInitScript(() => { delete window.PublicKeyCredential; });
  await inside.open('/sign-in');
  assert.equal(await said(inside), inside.say('passkeys-browser-has-none'));
  const number = await arrive();
  await byButton(number);
  await number.page.goto(`${server.url.replace('localhost', '127.0.0.1')}/sign-in`);
  assert.equal(await number.page.locator('form.passkey').isVisible(), true);
  assert.ok((await said(number)).endsWith(server.url), 'where to go instead');
});
