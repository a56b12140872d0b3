// Every island wakes. Without a front end there is nothing to wake, and the test says so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepHangs, testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { granny } from '../harness/steps.js';

const paths = ['/', '/offers', '/inbox', '/data', '/drafts', '/applications', '/items', '/policies', '/search', '/help',
  '/elder', '/vocabulary'];

together('islands', (arrive) => {
  for (const mode of ['standard', 'elder']) {
    test(`every island hydrates in ${mode} mode`, { timeout: testHangs }, async (context) => {
      const visitor = await arrive({ mode });
      await visitor.signIn(granny);
      let found = 0;
      for (const path of paths) {
        await visitor.open(path);
        const islands = await visitor.count('leptos-island');
        if (islands && !(await visitor.count('script[type=module]'))) {
          const words = 'the program was built without the front end; build it with TONGBAN_FRONTEND=build';
          if (process.env.TONGBAN_EXPECT_FRONTEND === '1') assert.fail(words);
          return context.skip(words);
        }
        found += islands;
        const awake = visitor.page.locator('leptos-island[data-awake=yes]');
        await awake.nth(Math.max(islands - 1, 0)).waitFor({ state: 'attached', timeout: islands ? stepHangs : 1 })
          .catch((error) => { if (islands) throw error; });
        assert.equal(await awake.count(), islands, `every island of ${path} is awake`);
      }
      if (mode === 'elder') assert.ok(found > 0, 'elder pages can be read aloud');
      await visitor.leave();
    });
  }
});
