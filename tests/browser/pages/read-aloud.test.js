// Reading aloud, with a voice that says nothing and keeps what it was given: sentence by sentence, the sentence marked,
// pause, once more, speed, stop; never by itself, and no bar where the browser has no voice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHangs } from '../harness/hanging.js';
import { together } from '../harness/variants.js';

/** A silent voice; `voice.end()` ends the sentence that is spoken. */
function silentVoice() {
  const voice = { said: [], now: null, end() { const { onend } = this.now; this.now = null; onend?.(new Event('end')); } };
  const synthesis = {
    speak(utterance) { voice.said.push({ text: utterance.text, lang: utterance.lang, rate: utterance.rate }); voice.now = utterance; },
    cancel() { const cut = voice.now; voice.now = null; cut?.onerror?.(new Event('error')); },
  };
  globalThis.voice = voice;
  Object.defineProperty(globalThis, 'speechSynthesis', { configurable: true, value: synthesis });
}

const noVoice = () => Object.defineProperty(globalThis, 'speechSynthesis', { configurable: true, value: undefined });
const noHighlight = () => { delete globalThis.Highlight; };

const said = (page) => page.evaluate(() => globalThis.voice.said);
const marked = (page) => page.evaluate(() => [...CSS.highlights.get('spoken') ?? []].map(String).join());

/** The help page in elder mode, its island awake; none in a program without the front end. */
async function listen(arrive, context, ...scripts) {
  const visitor = await arrive({ mode: 'elder' });
  for (const script of scripts) await visitor.context.addInitScript(script);
  await visitor.open('/help');
  if (!(await visitor.count('script[type=module]'))) {
    const words = 'the program was built without the front end; build it with TONGBAN_FRONTEND=build';
    if (process.env.TONGBAN_EXPECT_FRONTEND === '1') assert.fail(words);
    context.skip(words);
    return null;
  }
  await visitor.page.locator('leptos-island[data-awake=yes]').first().waitFor({ state: 'attached' });
  return visitor;
}

together('read aloud', (arrive) => {
  test('sentence by sentence, marked, with pause, repeat, speed and stop', { timeout: testHangs }, async (context) => {
    const visitor = await listen(arrive, context, silentVoice);
    if (!visitor) return;
    const { page } = visitor;
    const bar = page.locator('.read-aloud button');
    const button = (key) => page.locator('.read-aloud').getByText(visitor.say(key), { exact: true });
    assert.deepEqual(await said(page), [], 'never by itself');
    assert.equal(await bar.filter({ visible: true }).count(), 1, 'one button until it reads');
    await button('read-aloud-read').click();
    assert.equal((await said(page)).at(-1).text, visitor.say('help-title'), 'the heading first');
    assert.equal((await said(page)).at(-1).lang, 'zh-CN');
    await page.evaluate(() => globalThis.voice.end());
    const second = (await said(page)).at(-1).text;
    assert.ok(visitor.say('help-lead').startsWith(second), `then the next sentence: ${second}`);
    assert.equal(await marked(page), second, 'exactly these words are marked');
    await button('read-aloud-again').click();
    assert.deepEqual((await said(page)).map((one) => one.text).slice(-2), [second, second], 'once more');
    await button('read-aloud-plain').click();
    assert.ok((await said(page)).at(-1).rate < 0.9 && (await said(page)).at(-1).text === second, 'slower, the same sentence');
    await button('read-aloud-slow').click();
    assert.ok((await said(page)).at(-1).rate > 1, 'faster');
    await button('read-aloud-pause').click();
    const spoken = (await said(page)).length;
    assert.equal(await page.evaluate(() => globalThis.voice.now), null, 'silent');
    assert.equal(await marked(page), second, 'the mark shows where it goes on');
    await button('read-aloud-go-on').click();
    assert.equal((await said(page)).length, spoken + 1);
    assert.equal((await said(page)).at(-1).text, second, 'goes on with the sentence');
    await button('read-aloud-stop').click();
    assert.equal(await marked(page), '', 'no mark is left');
    assert.equal(await bar.filter({ visible: true }).count(), 1);
    await visitor.leave();
  });

  test('to the end of the page, without the bar, and then silence', { timeout: testHangs }, async (context) => {
    const visitor = await listen(arrive, context, silentVoice);
    if (!visitor) return;
    const { page } = visitor;
    await page.locator('.read-aloud button').first().click();
    const texts = await page.evaluate(() => {
      for (let count = 0; globalThis.voice.now && count < 200; count += 1) globalThis.voice.end();
      return globalThis.voice.said.map((one) => one.text);
    });
    const heard = texts.join('').replace(/\s/g, '');
    for (const key of ['help-counter', 'help-counter-text', 'help-tested-text']) {
      assert.ok(heard.includes(visitor.say(key).replace(/\s/g, '')), `${key} is read`);
    }
    assert.ok(!heard.includes(visitor.say('read-aloud-again')), 'the bar does not read itself');
    assert.equal(await page.locator('.read-aloud button').first().textContent(), visitor.say('read-aloud-read'));
    await visitor.leave();
  });

  test('without the highlight API the paragraph is marked', { timeout: testHangs }, async (context) => {
    const visitor = await listen(arrive, context, silentVoice, noHighlight);
    if (!visitor) return;
    await visitor.page.locator('.read-aloud button').first().click();
    assert.equal(await visitor.text('.spoken'), visitor.say('help-title'));
    await visitor.leave();
  });

  test('no bar where the browser has no voice', { timeout: testHangs }, async (context) => {
    const visitor = await listen(arrive, context, noVoice);
    if (!visitor) return;
    assert.equal(await visitor.page.locator('.read-aloud').isVisible(), false);
    await visitor.leave();
  });
});
