// Size, language and sentences are switched from every page, which is found again, and the choice is kept. In elder mode all
// of them stand behind 显示. Some pages of every kind are walked through every choice and back. What a page adds of its own is
// where its two forms and its link 显示 lead back to: the others switch to elder mode and back, with their own address behind 显示.

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

/** Pages that are walked through every choice, of visitors, residents and staff: of each two, one with scripts and one without. */
const whole = ['/', '/sign-in', '/inbox', '/casework', '/desk'];

async function shown(visitor) {
  const html = visitor.page.locator('html');
  return [await html.getAttribute('lang'), await html.getAttribute('data-mode')];
}

/** Presses a button at the foot by keyboard: a long page is laid out anew on the way down to it. */
async function atTheFoot(visitor, name, value) {
  const button = visitor.page.locator(`.footer form.display button[name=${name}][value=${value}]`);
  await visitor.turn(() => button.press('Enter'));
}

/** Makes choices on the page 显示, and comes back to the page that led there. */
async function onDisplayPage(visitor, path, choose) {
  await visitor.press('.header a[href^="/display"]');
  await choose(async (name, value) => {
    await visitor.press(`main form.display button[name=${name}][value=${value}]`);
    assert.equal(new URL(visitor.page.url()).pathname, '/display', 'the page stays');
  });
  await visitor.press('nav.back a');
  assert.equal(new URL(visitor.page.url()).pathname, path, `the way back leads to ${path}`);
}

/** From standard Chinese through elder mode to English and back, reloading on the way. */
async function switches(visitor, path) {
  await visitor.open(path);
  const [, before] = await shown(visitor);
  assert.equal(before, 'standard', `${path} begins in standard mode`);
  await atTheFoot(visitor, 'mode', 'elder');
  assert.equal(new URL(visitor.page.url()).pathname, path, 'the page stays');
  await onDisplayPage(visitor, path, async (press) => {
    await press('language', 'en');
    assert.deepEqual(await shown(visitor), ['en', 'elder'], `${path} switches`);
  });
  await visitor.page.reload();
  assert.deepEqual(await shown(visitor), ['en', 'elder'], `${path} keeps the choice`);
  const pointer = await visitor.page.evaluate(() => getComputedStyle(document.body).cursor.match(/"(.*)"/)?.[1] ?? '');
  assert.ok(/\/pointer-\w+\.svg$/.test(pointer) && (await visitor.page.request.get(pointer)).ok(), `${path} has a large pointer: ${pointer}`);
  await visitor.press('.header button[name=mode][value=standard]');
  assert.equal(new URL(visitor.page.url()).pathname, path, 'the page stays');
  await atTheFoot(visitor, 'mode', 'large');
  assert.deepEqual(await shown(visitor), ['en', 'large'], `${path} has large text`);
  await visitor.press('.header form.display button[name=language][value^=zh]');
  await atTheFoot(visitor, 'mode', 'standard');
  assert.deepEqual((await shown(visitor))[1], 'standard', `${path} comes back`);
  assert.match((await shown(visitor))[0], /^zh/);
}

/** To elder mode by the button at the foot, and back by the one at the head; 显示 would lead back to this page too. */
async function comesBackFromElderMode(visitor, path) {
  await visitor.open(path);
  assert.equal((await shown(visitor))[1], 'standard', `${path} begins in standard mode`);
  await atTheFoot(visitor, 'mode', 'elder');
  assert.equal(new URL(visitor.page.url()).pathname, path, 'the page stays');
  assert.equal((await shown(visitor))[1], 'elder', `${path} switches`);
  const display = await visitor.page.locator('.header a[href^="/display"]').getAttribute('href');
  assert.equal(new URL(display, visitor.page.url()).searchParams.get('back'), path, '显示 leads back');
  await visitor.press('.header button[name=mode][value=standard]');
  assert.equal(new URL(visitor.page.url()).pathname, path, 'the page stays');
  assert.equal((await shown(visitor))[1], 'standard', `${path} comes back`);
}

/** Switches each page, in one way or the other. */
async function switchAll(visitor, paths) {
  const isFull = process.env.TONGBAN_BROWSER === 'full';
  for (const path of paths) await (isFull || whole.includes(path) ? switches : comesBackFromElderMode)(visitor, path);
}

/** Letters grow and sentences become plainer on the page 显示, whichever page led there, and both can be taken back. */
async function growsAndSpeaksPlainly(visitor, path) {
  await visitor.open(path);
  await atTheFoot(visitor, 'mode', 'elder');
  const letters = () => visitor.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  await onDisplayPage(visitor, path, async (press) => {
    const usual = await letters();
    await press('size', 'largest');
    const largest = await letters();
    assert.ok(usual >= 24 && largest === 30, `the page grows from ${usual} to ${largest} px`);
    await press('size', 'usual');
    const usually = await visitor.text('main');
    await press('phrasing', 'plain');
    assert.notEqual(await visitor.text('main'), usually, 'the page offers the way back to the usual sentences');
    await press('phrasing', 'usual');
  });
  await visitor.press('.header button[name=mode][value=standard]');
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
        await switchAll(visitor, walkedWith(scripts, everyone));
        await visitor.leave();
      });
      test('letters grow and sentences become plainer', { timeout: testHangs }, async () => {
        const visitor = await arrive({ scripts });
        await growsAndSpeaksPlainly(visitor, '/policies/elder-allowance');
        // Whoever is signed in chooses for the account.
        await visitor.signIn(granny);
        await growsAndSpeaksPlainly(visitor, '/inbox');
        await visitor.leave();
      });
      for (const [person, own] of Object.entries(people)) {
        const paths = walkedWith(scripts, own);
        if (paths.length === 0) continue;
        test(`the pages of ${person} switch`, { timeout: testHangs }, async () => {
          const visitor = await arrive({ scripts });
          await visitor.signIn(person);
          await switchAll(visitor, paths);
          await visitor.leave();
        });
      }
    });
  }
});
