// Steps that several journeys share.

import assert from 'node:assert/strict';
import { stepHangs } from './hanging.js';

/** Granny Chen: care level 3, minimum living allowance. */
export const granny = '19900000000';
/** Her son, unemployed. */
export const son = '19900000001';
/** Somebody who practises. */
export const practising = 'practising';
/** The item that the journeys apply for, and how many digits of the telephone stand in its answers. */
export const item = 'care-needs-assessment';
/** Another item: the draft of the sweeps, of somebody whose application for the first is on its way. */
export const anotherItem = 'out-of-town-care';
export const telephone = '13900001234';

/** Opens the application for the item; the first question is on the page. */
export async function begin(visitor) {
  await visitor.open(`/items/${item}`);
  await visitor.press('main form button.button');
  assert.match(visitor.page.url(), /\/drafts\/[^/]+\/needs$/, 'the first question is open');
}

/** Begins an application for the other item; gives its draft. */
export async function beginAnother(visitor) {
  await visitor.open(`/items/${anotherItem}`);
  await visitor.press('main form button.button');
  return new URL(visitor.page.url()).pathname.split('/')[2];
}

/** Fills in whatever one question asks for. An answer that is there already stays. */
export async function answer(visitor) {
  const { page } = visitor;
  assert.equal(await visitor.count('h1'), 1, 'one question a page');
  const fields = page.locator('main form .field');
  assert.equal(await fields.count(), 1, 'one field a question');
  const question = new URL(page.url()).pathname.split('/').pop();
  if (await page.locator(`#${question}-year`).count()) {
    for (const [part, value] of [['year', '2025'], ['month', '3'], ['day', '1']]) {
      await page.fill(`#${question}-${part}`, value);
    }
  } else if (question === 'carer_hours') {
    await page.fill('#carer_hours', '5');
  } else if (question === 'phone') {
    await page.fill('#phone', telephone);
  } else if (question === 'place') {
    await page.fill('#place', '江苏省苏州市');
  } else if (await fields.locator('select').count()) {
    const select = fields.locator('select');
    if (!(await select.inputValue())) {
      const first = await select.locator('option:not([value=""])').first().getAttribute('value');
      await select.selectOption(first);
    }
  } else if (!(await fields.locator('input:checked').count())) {
    await fields.locator('input').first().check();
  }
  return question;
}

/** Answers questions until `last` is answered too, or until the answers are there to check. */
export async function answerUntil(visitor, last = 'check') {
  const asked = [];
  for (let step = 0; step < 12; step += 1) {
    if (visitor.page.url().includes('/check')) return asked;
    asked.push(await answer(visitor));
    if (asked.at(-1) === last) return asked;
    await visitor.press('main form button[value=next]');
    assert.equal(await visitor.count('.error-summary'), 0, `${asked.at(-1)} was taken`);
  }
  throw new Error(`no end after ${asked}`);
}

/** Sends the application; gives its address and receipt number. */
export async function send(visitor) {
  await visitor.press('form#send button.button');
  const address = new URL(visitor.page.url()).pathname;
  assert.match(address, /^\/applications\//, 'the receipt is open');
  const receipt = (await visitor.page.locator('.receipt .number').textContent()).trim();
  return { address, receipt };
}

/** A whole application for any item. */
export async function applyFor(visitor, id) {
  await visitor.open(`/items/${id}`);
  await visitor.press('main form button.button');
  await answerUntil(visitor);
  return send(visitor);
}

/** A whole application, from the item to the receipt. */
export async function apply(visitor) {
  await begin(visitor);
  await answerUntil(visitor);
  return send(visitor);
}

/** Takes the application of this page back: there is one at a time, and others share the city. */
export async function takeBack(visitor) {
  await visitor.page.locator('details:has(form[action$="/withdraw"]) > summary').click();
  await visitor.press('form[action$="/withdraw"] button');
  await visitor.sees('application-withdrawn', 'application-take-up-again');
}

/** Opens a page again and again until `ready` says yes: work on many people goes on behind the pages. */
export async function openUntil(visitor, path, ready) {
  for (const until = Date.now() + stepHangs; Date.now() < until; ) {
    await visitor.open(path);
    if (await ready()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(`${path} did not show it in time:\n${await visitor.text()}`);
}
