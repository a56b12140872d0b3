// Language and mode are switched at the top of every page, the page stays, and the choice is kept.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { granny, item } from '../harness/steps.js';

const everyone = ['/', '/sign-in', '/search', '/policies', '/policies/elder-allowance', '/items', `/items/${item}`,
  '/elder', '/help', '/vocabulary'];
const people = { [granny]: ['/', '/inbox', '/data', '/drafts', '/applications', '/account'], supervisor: ['/casework'],
  author: ['/desk'], auditor: ['/journal'], administrator: ['/operations'] };

const all = [...everyone, ...Object.values(people).flat()];

async function shown(visitor) {
  const html = visitor.page.locator('html');
  return [await html.getAttribute('lang'), await html.getAttribute('data-mode')];
}

/** From standard Chinese through elder mode to English and back, reloading on the way. */
async function switches(visitor, path) {
  await visitor.open(path);
  const [, before] = await shown(visitor);
  assert.equal(before, 'standard', `${path} begins in standard mode`);
  await visitor.press('form.display button[name=mode][value=elder]');
  assert.equal(new URL(visitor.page.url()).pathname, path, 'the page stays');
  await visitor.press('form.display button[name=language][value=en]');
  assert.deepEqual(await shown(visitor), ['en', 'elder'], `${path} switches`);
  await visitor.page.reload();
  assert.deepEqual(await shown(visitor), ['en', 'elder'], `${path} keeps the choice`);
  const usual = await visitor.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  await visitor.press('form.display button[name=size][value=largest]');
  const largest = await visitor.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  const pointer = await visitor.page.evaluate(() => getComputedStyle(document.body).cursor.match(/"(.*)"/)?.[1] ?? '');
  assert.ok(/\/pointer-\w+\.svg$/.test(pointer) && (await visitor.page.request.get(pointer)).ok(), `${path} has a large pointer: ${pointer}`);
  assert.ok(usual >= 24 && largest === 30, `${path} grows from ${usual} to ${largest} px`);
  await visitor.press('form.display button[name=size][value=usual]');
  const usually = await visitor.text('footer');
  await visitor.press('form.display button[name=phrasing][value=plain]');
  assert.notEqual(await visitor.text('footer'), usually, `${path} offers the way back to the usual sentences`);
  await visitor.press('form.display button[name=phrasing][value=usual]');
  await visitor.press('.bar button[name=mode][value=standard]');
  await visitor.press('form.display button[name=mode][value=large]');
  assert.deepEqual(await shown(visitor), ['en', 'large'], `${path} has large text`);
  await visitor.press('form.display button[name=language][value^=zh]');
  await visitor.press('form.display button[name=mode][value=standard]');
  assert.deepEqual((await shown(visitor))[1], 'standard', `${path} comes back`);
  assert.match((await shown(visitor))[0], /^zh/);
}

/** Pages take turns: every other one is walked with scripts, the others without; with TONGBAN_BROWSER=full all of them twice. */
function walkedWith(scripts, paths) {
  if (process.env.TONGBAN_BROWSER === 'full') return paths;
  return paths.filter((path) => (all.indexOf(path) % 2 === 0) === scripts);
}

together('display', (arrive) => {
  for (const scripts of [true, false]) {
    describe(scripts ? 'scripts on' : 'scripts off', () => {
      test('every public page switches', { timeout: testHangs }, async () => {
        const visitor = await arrive({ scripts });
        for (const path of walkedWith(scripts, everyone)) await switches(visitor, path);
        await visitor.leave();
      });
      for (const [person, own] of Object.entries(people)) {
        const paths = walkedWith(scripts, own);
        if (paths.length === 0) continue;
        test(`the pages of ${person} switch`, { timeout: testHangs }, async () => {
          const visitor = await arrive({ scripts });
          await visitor.signIn(person);
          for (const path of paths) await switches(visitor, path);
          await visitor.leave();
        });
      }
    });
  }
});
