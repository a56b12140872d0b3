// The application with less than a desk and a mouse: by keyboard alone, with the WASM blocked, and with a session that
// ends in the middle of a question.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { answerUntil, apply, begin, granny, item, send, takeBack, telephone } from '../harness/steps.js';

/** One question by keyboard. */
async function answerByKeyboard(visitor) {
  const { page } = visitor;
  const question = new URL(page.url()).pathname.split('/').pop();
  const field = 'main form :is(input:not([type=hidden]), select, textarea)';
  const kind = await page.locator(field).first().evaluate((element) => element.type);
  // Into the text first, as the skip link is for.
  await visitor.tabTo('.skip');
  await page.keyboard.press('Enter');
  await visitor.tabTo(field);
  if (kind === 'radio' || kind === 'checkbox') {
    const chosen = await page.locator('main form input:checked').count();
    if (!chosen) await page.keyboard.press('Space');
  } else if (kind === 'select-one') {
    if (!(await page.locator('main form select').inputValue())) await page.keyboard.press('ArrowDown');
  } else if (question === 'since') {
    for (const part of ['2025', '3', '1']) {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(part);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Shift+Tab');
  } else {
    await page.keyboard.press('Control+A');
    await page.keyboard.type(question === 'phone' ? telephone : '5');
  }
  if (!(await page.evaluate(() => document.activeElement?.matches('main form button[value=next]')))) {
    await visitor.tabTo('main form button[value=next]');
  }
  await visitor.enter();
  assert.equal(await visitor.count('.error-summary'), 0, `${question} was taken`);
}

together('hindered', (arrive) => {
  for (const mode of ['standard', 'elder']) {
    test(`by keyboard alone, from signing in to the receipt, in ${mode} mode`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ mode });
      const { page } = visitor;
      await visitor.open('/sign-in');
      await visitor.tabTo('#identifier');
      await page.keyboard.type(granny);
      await visitor.tabTo('#password');
      await page.keyboard.type(visitor.server.passwords.get(granny));
      await visitor.enter();
      await visitor.open(`/items/${item}`);
      await visitor.tabTo(mode === 'standard' ? 'main form button.button' : 'main :is(form button.button, a.button)');
      await visitor.enter();
      for (let step = 0; step < 12 && !page.url().endsWith('/check'); step += 1) await answerByKeyboard(visitor);
      await visitor.sees('check-title', 'check-not-sent-yet');
      await visitor.tabTo('form#send button.button');
      await visitor.enter();
      assert.match(await visitor.text('.receipt .number'), /\d{4,}/, 'a receipt number');
      await takeBack(visitor);
      await visitor.leave();
    });
  }

  test('with the WASM blocked everything still works', { timeout: testHangs }, async () => {
    const visitor = await arrive({ mode: 'elder' });
    await visitor.context.route('**/*.wasm', (route) => route.abort());
    await visitor.signIn(granny);
    const { receipt } = await apply(visitor);
    assert.match(receipt, /\d{4,}/);
    // Chromium asks anew for the style of every page where a file is blocked, and until it has come, everything is seen.
    await visitor.page.locator('.read-aloud').waitFor({ state: 'hidden' });
    await takeBack(visitor);
    // The browser itself says that the file did not come, and the loader that it goes on without.
    await visitor.leave({ expected: /\.wasm|ERR_FAILED/ });
  });

  test('a session that ends in mid-form loses nothing that was typed', { timeout: testHangs }, async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.signIn(granny);
    await begin(visitor);
    await answerUntil(visitor, 'phone');
    const question = new URL(page.url()).pathname;
    await page.fill('#phone', '13900009999');
    const cookies = await visitor.context.cookies();
    await visitor.context.clearCookies({ name: cookies.find((cookie) => /session/.test(cookie.name)).name });
    await visitor.press('main form button[value=next]');
    assert.match(page.url(), /\/sign-in\?/, 'signing in comes first');
    await visitor.sees('sign-in-kept');
    await page.fill('#identifier', granny);
    await page.fill('#password', visitor.server.passwords.get(granny));
    await visitor.press('main form button.button');
    assert.equal(new URL(page.url()).pathname, question, 'back at the question');
    assert.equal(await page.inputValue('#phone'), '13900009999', 'what was typed is there');
    await visitor.press('main form button[value=next]');
    await answerUntil(visitor);
    const { receipt } = await send(visitor);
    assert.match(receipt, /\d{4,}/);
    await visitor.leave();
  });
});
