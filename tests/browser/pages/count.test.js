// How many characters may still be written is counted from the field, whatever became of the words beneath it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';

together('count', (arrive) => {
  test('a page whose words were translated goes on counting', { timeout: testHangs }, async (context) => {
    const visitor = await arrive();
    await visitor.open('/design/fields');
    if (!(await visitor.count('script[type=module]'))) {
      const words = 'the program was built without the front end; build it with TONGBAN_FRONTEND=build';
      if (process.env.TONGBAN_EXPECT_FRONTEND === '1') assert.fail(words);
      return context.skip(words);
    }
    const line = visitor.page.locator('#area-limit-count');
    await visitor.page.locator('leptos-island[data-awake=yes]:has(#area-limit-count)').waitFor({ state: 'attached' });
    const counts = async (typed) => {
      await visitor.page.fill('#area-limit', '字'.repeat(typed));
      await visitor.page.waitForFunction(
        (rest) => document.getElementById('area-limit-count').textContent.includes(rest),
        String(Math.abs(200 - typed)),
      );
    };
    await counts(13);
    // Translating programs put elements of their own in the place of a text.
    await line.evaluate((element) => {
      const translated = document.createElement('font');
      translated.textContent = 'some characters left';
      element.replaceChildren(translated);
    });
    await counts(77);
    await counts(220);
    await visitor.leave();
  });
});
