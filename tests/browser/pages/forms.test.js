// The keyboard alone, the Back button, and two presses of one button.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { answerUntil, begin, granny, send, son } from '../harness/steps.js';

together('forms', (arrive) => {
  test('a link of the error summary brings the question into view', { timeout: testHangs }, async () => {
    const visitor = await arrive({ mode: 'elder' }, { viewport: { width: 375, height: 667 } });
    await visitor.signIn('19900000005');
    await begin(visitor);
    await answerUntil(visitor, 'since');
    for (const part of ['year', 'month', 'day']) await visitor.page.fill(`#since-${part}`, '');
    await visitor.press('main form button[value=next]');
    await visitor.page.locator('.error-summary a').first().click();
    const legend = await visitor.page.locator('fieldset legend').first().boundingBox();
    assert.ok(legend.y >= 0 && legend.y + legend.height <= 667, `the legend stands at ${legend.y}`);
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'since-year', 'the field has the focus');
    await visitor.leave();
  });

  test('signing in and answering need no mouse', { timeout: testHangs }, async () => {
    const visitor = await arrive();
    await visitor.open('/sign-in');
    await visitor.tabTo('#identifier');
    await visitor.page.keyboard.type(granny);
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.type(visitor.server.passwords.get(granny));
    await visitor.enter();
    assert.equal(new URL(visitor.page.url()).pathname, '/');
    await begin(visitor);
    await visitor.tabTo('#needs');
    await visitor.page.keyboard.press('Space');
    await visitor.tabTo('main form button[value=next]');
    await visitor.enter();
    assert.match(visitor.page.url(), /\/since$/, 'the answer was taken');
    await visitor.leave();
  });

  for (const scripts of [true, false]) {
    const name = scripts ? 'scripts on' : 'scripts off';
    const person = scripts ? son : '19900000003';

    test(`Back shows the answers, and a wrong one keeps what was typed: ${name}`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ scripts });
      await visitor.signIn(scripts ? '19900000002' : '19900000004');
      await begin(visitor);
      await answerUntil(visitor, 'since');
      await visitor.page.fill('#since-month', '13');
      await visitor.press('main form button[value=next]');
      assert.equal(await visitor.count('.error-summary'), 1, 'there is no thirteenth month');
      assert.equal(await visitor.page.inputValue('#since-month'), '13', 'what was typed stays');
      await visitor.page.fill('#since-month', '3');
      await visitor.press('main form button[value=next]');
      assert.match(visitor.page.url(), /\/carer$/);
      await visitor.press('.back a');
      assert.equal(await visitor.page.inputValue('#since-month'), '3', 'the link back shows the answer');
      await visitor.press('.back a');
      assert.ok(await visitor.page.isChecked('#needs'), 'and the one before');
      await visitor.press('main form button[value=next]');
      await visitor.press('main form button[value=next]');
      await visitor.page.goBack();
      assert.equal(await visitor.page.inputValue('#since-month'), '3', 'the Back button of the browser shows it too');
      await visitor.page.fill('#since-month', '4');
      await visitor.press('main form button[value=next]');
      if (visitor.page.url().includes('/since')) await visitor.press('main form button[value=next]');
      assert.match(visitor.page.url(), /\/carer$/, 'a change after Back goes on');
      await visitor.press('.back a');
      assert.equal(await visitor.page.inputValue('#since-month'), '4', 'and arrives');
      await visitor.leave();
    });

    test(`two presses give one receipt: ${name}`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ scripts });
      await visitor.signIn(person);
      await begin(visitor);
      await answerUntil(visitor);
      const check = visitor.page.url();
      const form = visitor.page.locator('form#send');
      const fields = {};
      for (const field of await form.locator('input').all()) {
        fields[await field.getAttribute('name')] = await field.getAttribute('value');
      }
      const action = await form.getAttribute('action');
      const { address, receipt } = await send(visitor);
      const second = await visitor.context.request.post(action, {
        form: fields, maxRedirects: 0, headers: { Origin: visitor.server.url, 'Sec-Fetch-Site': 'same-origin' },
      });
      assert.equal(second.status(), 303, 'the second press is answered');
      assert.ok(second.headers().location.startsWith(address), 'with the same receipt');
      await visitor.page.goto(check);
      await visitor.sees('check-already-sent');
      assert.ok((await visitor.text()).includes(receipt), 'the old page names the receipt');
      await visitor.open('/applications');
      assert.equal(await visitor.count('ul.catalogue > li'), 1, 'one application');
      await visitor.leave();
    });
  }
});
