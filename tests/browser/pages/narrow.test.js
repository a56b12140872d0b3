// At 320 pixels nothing scrolls sideways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { granny, item } from '../harness/steps.js';

const everyone = ['/', '/check', '/check?question=dob', '/sign-in', '/search', '/search?q=65', '/policies', '/policies/elder-allowance', '/items',
  `/items/${item}`, '/elder', '/help', '/vocabulary'];
const resident = ['/', '/inbox', '/data', '/drafts', '/applications', '/account'];

async function fits(visitor, path) {
  await visitor.open(path);
  const { widest, words } = await visitor.page.evaluate(() => {
    const wide = [...document.querySelectorAll('body *')].filter((element) =>
      element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('[data-scroll-x], .hidden, .skip'));
    return {
      widest: document.documentElement.scrollWidth,
      words: wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join('\n'),
    };
  });
  assert.ok(widest <= 320, `${path} is ${widest} wide:\n${words}`);
}

together('narrow', (arrive) => {
  for (const language of ['zh', 'en']) {
    for (const mode of ['standard', 'large', 'elder']) {
      test(`nothing scrolls sideways at 320 pixels: ${language}, ${mode}`, { timeout: testHangs }, async () => {
        const visitor = await arrive({ language, mode }, { viewport: { width: 320, height: 640 } });
        for (const path of everyone) await fits(visitor, path);
        await visitor.signIn(granny);
        for (const path of resident) await fits(visitor, path);
        await visitor.leave();
      });
    }
  }
});
