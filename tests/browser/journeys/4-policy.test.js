// An author pastes a document with a mistake, sees place and remedy, mends it, counts its reach and hands it over;
// a second person publishes it; a resident gets the offer and a notice.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { journey } from '../harness/variants.js';
import { here } from '../harness/paths.js';
import { granny, openUntil } from '../harness/steps.js';

const right = readFileSync(join(here, 'fixtures/policy.toml'), 'utf8');
const wrong = right.replace('户籍地 ==', '户籍所在 ==');
const line = wrong.split('\n').findIndex((text) => text.includes('户籍所在')) + 1;

journey('policy', async (arrive, { language }) => {
  const author = await arrive();
  await author.signIn('author');
  await author.open('/desk');
  await author.page.fill('#text', wrong);
  await author.press('form.document button.button');
  await author.sees('document-problems');
  const problems = await author.text('.problems');
  assert.match(problems, new RegExp(`\\b${line}\\b`), `the line stands there: ${problems}`);
  assert.ok(problems.includes('户籍所在'), 'with what was found');
  assert.ok(problems.includes(author.say('document-suggestion')), `and what to write: ${problems}`);
  assert.equal(await author.count('form#hand-over'), 0, 'a document with mistakes goes nowhere');

  await author.page.fill('#text', right);
  await author.press('form.document button.button');
  await author.sees('document-no-problems');
  const place = new URL(author.page.url()).pathname;
  await author.press('form#rehearse button');
  await openUntil(author, place, async () => (await author.text()).includes(author.say('rehearsal-eligible')));
  const reach = await author.text('section[aria-labelledby=rehearsal] dl');
  assert.match(reach, /[1-9]/, `somebody would get it: ${reach}`);
  assert.equal(await author.count('form#publish'), 0, 'the author cannot publish');
  await author.press('form#hand-over button');
  await author.open(place);
  await author.sees('version-approved');

  const publisher = await arrive();
  await publisher.signIn('publisher');
  await publisher.open(place);
  await publisher.press('form#publish button');
  await publisher.open(place);
  await publisher.sees('version-published');

  const resident = await arrive();
  await resident.signIn(granny);
  const name = language === 'zh' ? '高龄问候金' : 'reeting allowance';
  await openUntil(resident, '/offers', async () => (await resident.text()).includes(name));
  const offer = resident.page.locator('article.offer', { hasText: name });
  assert.match(await offer.locator(':is(h2, h3)').textContent(), /88/, 'the offer names the amount');
  // In a city that is only seconds old one line says everything that was found together, and leads to it.
  const isTold = async () => (await resident.text()).includes(name) || (await resident.count('main a[href="/offers"]')) > 0;
  await openUntil(resident, '/inbox', isTold);
});
