// A passkey on a telephone: added, offered by the browser, used by the button and to confirm, renamed, removed. Without scripts
// the page leads to the password.

import assert from 'node:assert/strict';
import { journey } from '../harness/variants.js';
import { granny } from '../harness/steps.js';
import { telephone } from '../harness/telephone.js';

const isAt = (visitor, path) => visitor.page.waitForURL((url) => url.pathname === path);

journey('passkeys', async (arrive, { scripts }) => {
  const resident = await arrive();
  await resident.signIn(granny);
  await resident.open('/account');
  await resident.press('main a[href="/account/passkeys"]');
  if (!scripts) {
    await resident.sees('passkeys-none', 'passkeys-needs-scripts');
    assert.equal(await resident.page.locator('form.passkey').isVisible(), false, 'no button that does nothing');
    await resident.open('/account');
    await resident.signOut();
    await resident.open('/sign-in');
    assert.equal(await resident.page.locator('form.passkey').isVisible(), false, 'the password does it');
    await resident.signIn(granny);
    return;
  }
  const phone = await telephone(resident);
  await resident.open('/account/passkeys');
  await resident.page.fill('#name', '我的手机');
  await resident.press('#passkey');
  await resident.sees('passkeys-added', 'passkeys-never-used');
  const [key] = await phone.keys();
  assert.ok(key.isResidentCredential, 'the browser can offer it without a name');
  assert.ok(!/[0-9]{6}/.test(key.userName ?? ''), 'it names the person, and no number');

  // To confirm in a session.
  await resident.open('/account/confirm?next=/account');
  await resident.press('#passkey');
  await resident.sees('shell-confirmed');

  // The browser offers it by itself.
  await resident.open('/account');
  await resident.signOut();
  await resident.page.goto('/sign-in?next=/offers');
  await isAt(resident, '/offers');

  // By the button, and not while the telephone stays locked.
  await resident.open('/account');
  await resident.signOut();
  await resident.context.addInitScript(() => { PublicKeyCredential.isConditionalMediationAvailable = async () => false; });
  await phone.unlocks(false);
  await resident.open('/sign-in');
  await resident.page.click('#passkey');
  await resident.page.waitForFunction(() => document.querySelector('form.passkey [role=status]').textContent !== '');
  await resident.sees('passkeys-failed');
  await phone.unlocks(true);
  await resident.page.check('#stays');
  await Promise.all([isAt(resident, '/'), resident.page.click('#passkey')]);

  const session = (await resident.context.cookies()).find((cookie) => cookie.name === 'session');
  assert.ok(session.expires > Date.now() / 1000 + 29 * 86400, 'what was chosen in the other form holds');

  // Another name, and away with it; what is left opens nothing.
  await resident.open('/account/passkeys');
  await resident.page.click('main .catalogue summary');
  await resident.page.fill('main .catalogue input[name^="name-"]', '女儿给的手机');
  await resident.press('form[action$="/rename"] button');
  await resident.sees('passkeys-renamed');
  assert.ok((await resident.text()).includes('女儿给的手机'));
  await resident.page.click('main .catalogue summary');
  await resident.press('form[action$="/remove"] button');
  await resident.sees('passkeys-removed', 'passkeys-none');
  await resident.open('/account');
  await resident.signOut();
  await resident.open('/sign-in');
  await resident.press('#passkey');
  await resident.sees('error-passkey-wrong');
  await resident.signIn(granny);
});
