// A visitor asks what they could be entitled to, sees reasons, changes an answer, and erases them all.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { atRest } from '../harness/browser.js';
import { journey } from '../harness/variants.js';
import { results } from '../harness/paths.js';

const born = { year: '1944', month: '5', day: '2' };
const known = { hukou_city: '310000', disability_cert: 'no', insurance_type: 'employee', employment_status: 'retired' };

/** Presses a button or link: a new page comes, or with scripts the device shows what comes next. */
async function press(visitor, selector) {
  if (!visitor.variant.scripts) return visitor.press(selector);
  await visitor.page.evaluate(() => { window.shown = document.querySelector('#check').firstElementChild; });
  const target = visitor.page.locator(selector).first();
  await atRest(target, visitor.page.viewportSize());
  await target.click();
  await visitor.page.waitForFunction(() => document.querySelector('#check').firstElementChild !== window.shown);
  return visitor;
}

/** Answers the question on the page; gives its name, or nothing when the results are there. */
async function answer(visitor) {
  const question = visitor.page.locator('main form input[name=question]');
  if (!(await question.count())) return undefined;
  const name = await question.getAttribute('value');
  assert.equal(await visitor.count('h1'), 1, 'one question a page');
  let button = 'next';
  if (name === 'dob') {
    for (const [part, value] of Object.entries(born)) await visitor.page.fill(`#dob-${part}`, value);
  } else if (known[name]) {
    await visitor.page.check(`main input[name=${name}][value="${known[name]}"]`);
  } else {
    button = 'unknown';
  }
  await press(visitor, `main form button[value=${button}]`);
  assert.equal(await visitor.count('.error-summary'), 0, `${name} was taken`);
  return name;
}

/** Every policy that is on the page is on paper, opened on the screen or not. */
async function onPaper({ page }) {
  await page.emulateMedia({ media: 'print' });
  const hidden = await page.evaluate(() => [...document.querySelectorAll('#check h3')].filter((one) =>
    !one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })).map((one) => one.textContent));
  assert.deepEqual(hidden, [], 'nothing is left out on paper');
  await page.emulateMedia({ media: null });
}

/**
 * The page is whole: the check is awake, and the program of the islands is here, which the browser loads when it has nothing
 * to do. What is asked of the server after that was asked because of an answer.
 */
async function whole({ page }) {
  await page.locator('#check[data-awake]').waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('leptos-island')].every((island) => island.dataset.awake));
}

/** The way back from a policy finds the results, as they were and where they were. */
async function fromAPolicyAndBack(visitor) {
  const { page } = visitor;
  const before = await page.locator('#check').textContent();
  await visitor.press('main ul.catalogue a[href="/policies/elder-allowance"]');
  await page.goBack();
  await whole(visitor);
  assert.equal(await page.locator('#check').textContent(), before, 'the results are there again');
}

journey('what could I be entitled to', async (arrive, { language, mode, scripts }) => {
  const visitor = await arrive();
  const shot = async (name) => {
    if (!scripts) return;
    mkdirSync(results, { recursive: true });
    for (const width of [1100, 320]) {
      await visitor.page.setViewportSize({ width, height: 900 });
      const widest = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(widest <= width, `${name} is ${widest} wide at ${width}`);
      await visitor.page.screenshot({ path: join(results, `check-${name}-${language}-${mode}-${width}.png`), fullPage: true });
    }
    await visitor.page.setViewportSize({ width: 1100, height: 900 });
  };
  await visitor.open('/check');
  const sent = [];
  if (scripts) {
    await whole(visitor);
    await visitor.sees('entitlement-answers-stay', 'entitlement-unknown-is-fine');
    // From here on nothing is asked of anybody, whatever is answered.
    visitor.page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  } else {
    await visitor.sees('entitlement-answers-sent', 'entitlement-unknown-is-fine');
  }
  await shot('beginning');
  await press(visitor, 'main a.button');
  const asked = [];
  for (let name = await answer(visitor); name; name = await answer(visitor)) {
    assert.ok(!asked.includes(name), `${name} is asked once`);
    asked.push(name);
    if (asked.length === 2) await shot('question');
  }
  await visitor.sees('entitlement-results-title', 'entitlement-entitled', 'entitlement-told');
  assert.ok(await visitor.count('main ul.catalogue a[href="/policies/elder-allowance"]'), 'the allowance is found');
  assert.ok(!visitor.page.url().includes('1944'), 'no answer stands in the address');
  await shot('results');
  await onPaper(visitor);
  if (scripts) {
    assert.deepEqual(sent, [], 'nothing was sent');
    await fromAPolicyAndBack(visitor);
    sent.length = 0;
  }

  if (mode === 'elder') await visitor.page.locator('main details:has(a[href="/check?question=dob"]) > summary').click();
  await press(visitor, 'main a[href="/check?question=dob"]');
  assert.equal(await visitor.page.inputValue('#dob-year'), '1944', 'the answer is there to change');
  await visitor.page.fill('#dob-month', '13');
  await press(visitor, 'main form button[value=next]');
  assert.equal(await visitor.count('.error-summary'), 1, 'there is no thirteenth month');
  assert.equal(await visitor.page.inputValue('#dob-month'), '13', 'what was typed stays');
  await shot('wrong');
  if (scripts) {
    assert.equal(await visitor.page.evaluate(() => document.activeElement.className), 'error-summary', 'the summary has the focus');
    assert.match(await visitor.page.title(), /^(错误：|Error: )/, 'the title says so');
    await visitor.page.goBack();
    await visitor.sees('entitlement-results-title', 'entitlement-told');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.tagName), 'H1', 'the focus is where a page begins');
    await press(visitor, 'form.erase button');
    await visitor.sees('entitlement-erased');
    await press(visitor, 'main a.button');
    await visitor.page.locator('nav.back a').click();
    await visitor.sees('entitlement-erased');
    assert.deepEqual(sent, [], 'nothing was sent');
    assert.equal(new URL(visitor.page.url()).search, '', 'no answer stands in the address');
    assert.equal(await visitor.page.evaluate(() => sessionStorage.length), 0, 'the tab keeps nothing');
    await visitor.page.reload();
    await visitor.page.locator('#check[data-awake]').waitFor();
    assert.ok(!(await visitor.page.content()).includes('1944'), 'nothing is left');
    return;
  }
  await visitor.open('/check?show=results');
  await visitor.press('form[action="/check/erase"] button');
  await visitor.sees('entitlement-erased');
  await visitor.open('/check?show=results');
  assert.ok(!(await visitor.text()).includes('1944'), 'nothing is left');
});
