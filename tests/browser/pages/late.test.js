// What was typed before the islands woke is still there afterwards.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { here } from '../harness/paths.js';
import { together } from '../harness/variants.js';

together('typed before hydration', (arrive) => {
  test('a text stays when the islands wake', { timeout: testHangs }, async (context) => {
    const visitor = await arrive();
    await visitor.signIn('author');
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await visitor.page.route('**/*.wasm', async (route) => { await held; await route.continue(); });
    // A document of one's own is checked while it is written.
    await visitor.open('/desk');
    await visitor.page.fill('#text', readFileSync(join(here, 'fixtures/policy.toml'), 'utf8'));
    await visitor.press('main form[method=post] button.button');
    if (!(await visitor.count('leptos-island')) || !(await visitor.count('script[type=module]'))) {
      const words = 'the program was built without the front end; build it with TONGBAN_FRONTEND=build';
      if (process.env.TONGBAN_EXPECT_FRONTEND === '1') assert.fail(words);
      return context.skip(words);
    }
    assert.equal(await visitor.count('leptos-island[data-awake=yes]'), 0, 'nothing is awake yet');
    await visitor.page.fill('#text', '写到一半');
    release();
    await visitor.page.locator('leptos-island[data-awake=yes]').first().waitFor({ state: 'attached' });
    assert.equal(await visitor.page.inputValue('#text'), '写到一半', 'what was typed stays');
    await visitor.leave();
  });
});
