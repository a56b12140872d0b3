// A city in which one thing of every kind is there: an offer, a draft, an application that waits and one that is decided, a
// dispute, a document at the desk, a passkey.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from './browser.js';
import { madeOnce } from './city.js';
import { here } from './paths.js';
import { startServer } from './server.js';
import { anotherItem, apply, applyFor, beginAnother, granny, openUntil, son } from './steps.js';
import { telephone } from './telephone.js';

/** The folder of that city, and what is in it. */
export async function cityOfThings(browser) {
  const folder = await madeOnce('things', async (draft) => {
    const server = await startServer();
    let things;
    try {
      things = await makeThings(() => Visitor.arrive(browser, server, {}));
    } finally {
      await server.stop(things && join(draft, 'city'));
    }
    writeFileSync(join(draft, 'things.json'), JSON.stringify(things));
  });
  return { city: join(folder, 'city'), things: JSON.parse(readFileSync(join(folder, 'things.json'), 'utf8')) };
}

/** Makes them; gives the numbers by the addresses that they stand in. `arrive` brings visitors. */
async function makeThings(arrive) {
  const resident = await arrive();
  await resident.signIn(granny);
  await openUntil(resident, '/offers', () => resident.count('article.offer'));
  const offer = await resident.page.locator('article.offer :is(h2, h3) a').first().getAttribute('href');
  await resident.open('/data/dispute/dob');
  await resident.page.fill('#statement', '应该是 5 月 3 日。');
  await resident.press('main form button.button');
  const dispute = new URL(resident.page.url()).pathname.split('/').pop();
  await resident.open('/offers');
  await resident.press('article.offer :is(h2, h3) a:text-matches("PPV23|23 价肺炎")');
  await resident.press('button[value=accept]');
  const nurse = await arrive();
  await nurse.signIn('health');
  await nurse.open('/arrangements');
  const arrangement = (await nurse.page.locator('main a[href^="/arrangements/"]').first().getAttribute('href')).split('/').pop();
  const { address } = await apply(resident);
  const id = address.split('/').pop().split('?')[0];
  const staff = await arrive();
  await staff.signIn('hongkou');
  await staff.open(`/casework/${id}`);
  const granted = await applyFor(resident, 'elder-allowance');
  const decided = granted.address.split('/').pop();
  await staff.open(`/casework/${decided}`);
  await staff.page.check('form[action$="/decide"] input[value=grant]');
  await staff.page.fill('#reason', '年满 65 岁。');
  await staff.press('form[action$="/decide"] button');
  const draft = await beginAnother(resident);
  const author = await arrive();
  await author.signIn('author');
  await author.open('/desk');
  await author.page.fill('#text', readFileSync(join(here, 'fixtures/policy.toml'), 'utf8'));
  await author.press('main form[method=post] button.button');
  const document = new URL(author.page.url()).pathname.split('/').pop();
  const reader = await arrive();
  await reader.open('/design');
  const chapters = await reader.page.locator('main .catalogue a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  assert.ok(chapters.length > 5, 'the design page leads to its chapters');
  // The pages of somebody who has a passkey; it stays in the store when the telephone is gone.
  const owner = await arrive();
  await owner.signIn(son);
  await telephone(owner);
  await owner.open('/account/passkeys');
  await owner.page.fill('#name', '我的手机');
  await owner.press('#passkey');
  await owner.sees('passkeys-added');
  for (const visitor of [resident, nurse, staff, author, reader, owner]) await visitor.leave();
  const ids = {
    '/policies/': 'elder-allowance', '/items/': anotherItem, '/offers/': offer.split('/').pop(), '/drafts/': draft,
    '/applications/': id, '/casework/': id, '/desk/': document, '/data/disputes/': dispute, '/disputes/': dispute,
    '/arrangements/': arrangement,
  };
  return { ids, chapters, decided };
}
