// The frame of a page leaves room for the page: two rows on a phone, in elder mode below a fifth of the screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { granny } from '../harness/steps.js';
import { together } from '../harness/variants.js';

const phone = { viewport: { width: 390, height: 844 } };
const pages = ['/', '/policies/elder-allowance', '/applications', '/account', '/display'];

/** A city with a longer number. */
const longNumber = (page) => page.evaluate(() => {
  const number = [...document.querySelector('.bar .call').childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).at(-1);
  number.data = '021123456789';
});

const measured = (page) => page.evaluate(() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const row = Number.parseFloat(getComputedStyle(document.querySelector('.brand')).minBlockSize);
  const rows = [...document.querySelectorAll('.bar, .nav ul')].map((one) => Math.round(one.getBoundingClientRect().height / row));
  return { header: box('.header').bottom, heading: box('h1').top, rows, entries: document.querySelectorAll('.nav li').length };
});

together('frame', (arrive) => {
  for (const language of ['zh', 'en']) {
    test(`elder, ${language}: the header ends above a fifth and the heading above two fifths`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ language, mode: 'elder' }, phone);
      await visitor.signIn(granny);
      for (const path of pages) {
        await visitor.open(path);
        await longNumber(visitor.page);
        const { header, heading, entries } = await measured(visitor.page);
        assert.ok(header <= 844 * 0.2, `${path}: the header ends at ${header}`);
        assert.ok(heading <= 844 * 0.4, `${path}: the heading begins at ${heading}`);
        assert.ok(entries <= 4, `${path}: three links and the way out, not ${entries}`);
      }
      await visitor.leave();
    });

    test(`standard, ${language}: two rows and five entries at most`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ language }, phone);
      for (const who of [undefined, granny, 'supervisor']) {
        if (who) await visitor.signIn(who);
        for (const path of ['/', '/policies', '/help']) {
          await visitor.open(path);
          const { rows, entries } = await measured(visitor.page);
          assert.deepEqual(rows, [1, 1], `${path} of ${who ?? 'a visitor'}: one row each`);
          assert.ok(entries <= 5, `${path}: ${entries} entries`);
        }
      }
      await visitor.leave();
    });

    test(`largest letters, ${language}: a whole task is in sight and no word breaks by the letter`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ language, mode: 'elder' }, { viewport: { width: 320, height: 640 } });
      await visitor.signIn(granny);
      await visitor.open('/display');
      await visitor.press('main form.display button[name=size][value=largest]');
      await visitor.open('/');
      const found = await visitor.page.evaluate(() => {
        const lines = (element) => new Set([...(() => { const range = document.createRange(); range.selectNodeContents(element); return range.getClientRects(); })()].map((box) => Math.round(box.top))).size;
        const labels = [...document.querySelectorAll('.tasks a > span:not(.count)')];
        return {
          bottom: document.querySelector('.tasks a').getBoundingClientRect().bottom,
          narrow: labels.filter((one) => lines(one) > 1 && one.textContent.length / lines(one) < 2.5).map((one) => one.textContent),
        };
      });
      assert.ok(found.bottom <= 640, `the first task ends at ${found.bottom}`);
      assert.deepEqual(found.narrow, [], 'words stay whole');
      await visitor.leave();
    });
  }
});
