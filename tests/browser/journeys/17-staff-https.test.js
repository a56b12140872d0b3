// Staff at an https address, as in a real city: no password lets them in. The code makes the first passkey, a second one is
// made before they come back, and a decision asks for it in the middle, with what was typed.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { examined } from '../harness/examined.js';
import { binary } from '../harness/paths.js';
import { apply, granny } from '../harness/steps.js';
import { telephone } from '../harness/telephone.js';
import { journey } from '../harness/variants.js';

function invited(server, name) {
  const asked = ['staff', 'invite', name, '--name', '王敏', '--role', 'caseworker', '--district', '310109'];
  const told = spawnSync(binary(), [...asked, '--data', server.data, '--public-url', server.url], { encoding: 'utf8' });
  assert.equal(told.status, 0, told.stderr);
  return told.stdout.match(/[A-Z2-9]{5}(-[A-Z2-9]{5}){3}/)[0];
}

const reason = '材料齐全。';

journey('staff at an https address', async (arrive, { language, mode, scripts }, server) => {
  const resident = await arrive();
  await resident.signIn(granny);
  const { address } = await apply(resident);
  const person = await arrive();
  // The right password of somebody of the demonstration opens nothing here.
  await person.open('/sign-in');
  await person.sees('sign-in-staff');
  await person.page.fill('#identifier', 'hongkou');
  await person.page.fill('#password', server.passwords.get('hongkou'));
  await person.press('main form button.button');
  await person.sees('error-sign-in-wrong');
  const code = invited(server, `wang-${language}-${mode}`);
  await person.open('/sign-in/staff');
  if (!scripts) {
    await person.sees('join-needs-scripts');
    return;
  }
  await person.context.addInitScript(() => { PublicKeyCredential.isConditionalMediationAvailable = async () => false; });
  const phone = await telephone(person);
  await person.open('/sign-in/staff');
  await person.page.fill('#code', code);
  await person.press('#passkey');
  assert.equal(new URL(person.page.url()).pathname, '/', 'whoever has made a passkey is in');

  // The last way in stays, and the words name no password.
  await person.open('/account/passkeys');
  await person.page.locator('main .catalogue summary').click();
  await person.press('main form[action$="/remove"] button');
  await person.sees('error-passkey-last-alone');
  await examined(person);

  // Back with one alone: nothing opens before there is a second.
  await person.open('/account');
  await person.signOut();
  await person.open('/sign-in');
  await person.press('#passkey');
  await person.page.goto('/casework');
  assert.equal(new URL(person.page.url()).pathname, '/account/passkeys');
  await person.sees('passkeys-second-needed');
  await examined(person);
  await phone.away();
  const token = await telephone(person, 'usb');
  await person.page.fill('#name', '安全密钥');
  await person.press('#passkey');
  await person.sees('passkeys-added');
  assert.equal((await token.keys()).length, 1);

  // A decision, later: the passkey once more, and what was typed stands there.
  server.proofsWere(16);
  const work = `/casework/${address.split('/').pop().split('?')[0]}`;
  await person.open(work);
  await person.page.check('form[action$="/decide"] input[value=refuse]');
  await person.page.fill('#reason', reason);
  await person.press('form[action$="/decide"] button');
  assert.equal(new URL(person.page.url()).pathname, '/account/confirm');
  await person.sees('confirm-identity-why-passkey');
  assert.equal(await person.count('input[type=password]'), 0);
  await examined(person);
  await person.press('#passkey');
  assert.equal(new URL(person.page.url()).pathname, work);
  await person.sees('shell-confirmed');
  assert.equal(await person.page.inputValue('#reason'), reason);
  await person.press('form[action$="/decide"] button');
  await resident.open(address);
  assert.ok((await resident.text()).includes(reason), 'it was decided');
}, { secure: true });
