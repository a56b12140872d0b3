// On paper: policy, offer and receipt say where they came from, by which number and of which day, with a code that a
// camera can read; dark on white in every theme, large for whoever reads large; nothing of it on the screen.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';
import { apply, granny, openUntil, takeBack } from '../harness/steps.js';
import { results } from '../harness/paths.js';

/** Contrast of two colours of the browser's form `rgb(…)`, as WCAG counts it. */
function contrast(one, other) {
  const [light, dark] = [one, other].map((colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

async function printed(visitor, path, name) {
  await visitor.open(path);
  const { page } = visitor;
  const foot = page.locator('main > .paper');
  assert.equal(await foot.count(), 1, `${path} has a foot`);
  assert.equal(await foot.isVisible(), false, `${path} shows no foot on the screen`);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await foot.isVisible(), `${path} shows its foot on paper`);
  const text = await foot.textContent();
  const address = new URL(path, visitor.server.url);
  assert.ok(text.includes(address.origin + address.pathname), `${path} names its address: ${text}`);
  assert.ok(!text.includes('?'), 'without a query');
  const label = await foot.locator('svg[role=img]').getAttribute('aria-label');
  assert.ok(label.includes(address.pathname), 'the code has a text of its own');
  const { width, height } = await foot.locator('svg').boundingBox();
  assert.ok(width > 110 && Math.abs(width - height) < 1, `the code is ${width} px wide`);
  const colours = await page.evaluate(() => {
    const shown = [...document.querySelectorAll('main, main *')].filter((element) => element.checkVisibility()
      && !element.closest('svg') && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return shown.map((element) => [getComputedStyle(element).color, element.textContent.trim().slice(0, 30)]);
  });
  for (const [colour, words] of colours) {
    assert.ok(contrast(colour, 'rgb(255, 255, 255)') >= 7, `${path}: “${words}” prints in ${colour}`);
  }
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  const pdf = await page.pdf({ tagged: true });
  assert.ok(pdf.includes('/StructTreeRoot'), `${path} keeps its structure as a PDF`);
  mkdirSync(join(results, 'paper'), { recursive: true });
  await page.screenshot({ path: join(results, 'paper', `${name}.png`), fullPage: true });
  await page.emulateMedia({ media: null });
  return size;
}

together('paper', (arrive) => {
  for (const [mode, theme, least] of [['standard', 'dark', 16], ['elder', 'contrast', 24]]) {
    test(`policy, offer and receipt print in ${mode} mode with the ${theme} theme`, { timeout: testHangs }, async () => {
      const visitor = await arrive({ mode });
      await visitor.open('/display');
      await visitor.press(`main form.display button[name=theme][value=${theme}]`);
      await visitor.signIn(granny);
      await openUntil(visitor, '/offers', () => visitor.count('article.offer'));
      const offer = await visitor.page.locator('article.offer :is(h2, h3) a').first().getAttribute('href');
      const { address, receipt } = await apply(visitor);
      for (const [path, name] of [['/policies/elder-allowance', 'policy'], [offer, 'offer'], [`${address}?sent=yes`, 'receipt']]) {
        const size = await printed(visitor, path, `${name}-${mode}-${theme}`);
        assert.ok(size >= least, `${path} prints at ${size} px`);
      }
      assert.ok((await visitor.page.locator('.paper').textContent()).includes(receipt), 'the receipt has its number on paper');
      await takeBack(visitor);
      await visitor.leave();
    });
  }
});
