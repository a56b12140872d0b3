// A browser is asked once how large it wants to read: on the home page, by a plain form, whoever sits before it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engines, report } from '../checks/engines.js';
import { testHangs } from '../harness/hanging.js';
import { settle } from '../harness/settings.js';
import { together } from '../harness/variants.js';
import { granny } from '../harness/steps.js';

const question = 'main form[aria-labelledby=size]';
const plain = { language: 'zh', mode: 'standard', theme: 'device', condition: 'plain' };

together('first visit', (arrive) => {
  for (const mode of ['standard', 'large', 'elder']) {
    test(`the answer ${mode} is kept and the question gone`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ scripts: false });
      await visitor.open('/');
      await visitor.sees('size-title', 'size-hint');
      await visitor.press(`${question} button[value=${mode}]`);
      assert.equal(new URL(visitor.page.url()).pathname, '/', 'still at home');
      assert.equal(await visitor.page.locator('html').getAttribute('data-mode'), mode);
      assert.equal(await visitor.count(question), 0, 'asked once');
      const [cookie] = (await visitor.context.cookies()).filter((one) => one.name === 'display');
      assert.ok(cookie.expires - Date.now() / 1000 > 30 * 86_400, 'kept for more than a month');
      await visitor.signIn(granny);
      assert.equal(await visitor.count(question), 0, 'not asked again after signing in');
      await visitor.leave();
    });
  }

  test('the question passes the checks of every page, wide and narrow', { timeout: testHangs }, async () => {
    for (const viewport of [{ width: 1100, height: 900 }, { width: 320, height: 640 }]) {
      const visitor = await arrive({}, { viewport });
      await visitor.open('/');
      assert.equal(await visitor.count(question), 1);
      await settle(visitor, plain);
      for (const engine of ['axe', 'own']) {
        const found = await engines[engine](visitor.page, { ...plain, dense: false, source: await visitor.page.content() });
        assert.equal(found.length, 0, report(found.map((one) => ({ page: '/', ...one }))));
      }
      await visitor.leave();
    }
  });
});
