// Somebody who is new at work: the administrator's code makes the first passkey and lets them in; the code is good once.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { journey } from '../harness/variants.js';
import { binary } from '../harness/paths.js';
import { telephone } from '../harness/telephone.js';

/** What the administrator is told to hand on. */
function invited(server, name) {
  const asked = ['staff', 'invite', name, '--name', '王敏', '--role', 'caseworker', '--district', '310109'];
  const told = spawnSync(binary(), [...asked, '--data', server.data, '--public-url', server.url], { encoding: 'utf8' });
  assert.equal(told.status, 0, told.stderr);
  return told.stdout.match(/[A-Z2-9]{5}(-[A-Z2-9]{5}){3}/)[0];
}

journey('staff', async (arrive, { language, mode, scripts }) => {
  const person = await arrive();
  const code = invited(person.server, `wang-${language}-${mode}`);
  await person.open('/sign-in/staff');
  await person.sees('join-lead', 'join-here-by-password');
  if (!scripts) {
    await person.sees('join-needs-scripts');
    assert.equal(await person.page.locator('form.passkey').isVisible(), false, 'no button that does nothing');
    return;
  }
  await telephone(person);
  await person.open('/sign-in/staff');
  await person.page.fill('#code', 'AAAAA-AAAAA-AAAAA-AAAAA');
  await person.press('#passkey');
  await person.sees('error-staff-code-wrong');
  await person.page.fill('#code', ` ${code.toLowerCase()} `);
  await person.press('#passkey');
  assert.equal(new URL(person.page.url()).pathname, '/', 'whoever has made a passkey is in');
  await person.open('/casework');
  await person.sees('casework-title');
  const again = await arrive();
  await telephone(again);
  await again.open('/sign-in/staff');
  await again.page.fill('#code', code);
  await again.press('#passkey');
  await again.sees('error-staff-code-wrong');
  // A code that opens nothing is answered with 404, of which the browser makes a note.
  for (const visitor of [person, again]) await visitor.leave({ expected: /passkeys\/begin/ });
});
