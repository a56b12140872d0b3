// What a screen reader would say, from the top of a page to its end. Each transcript is kept as a file, so that a change
// in what is heard shows in a diff; `TONGBAN_KEEP_HEARD=1` writes them anew. A virtual reader is no real one: it shows
// order, names, roles and states.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { walkHangs } from '../harness/hanging.js';
import { show, startWithEveryPage } from '../harness/pages.js';
import { here } from '../harness/paths.js';
import { Visits } from '../harness/settings.js';

const folder = join(here, 'heard');
const reader = readFileSync(fileURLToPath(import.meta.resolve('@guidepup/virtual-screen-reader/browser.js')), 'utf8')
  .replace(/export\{([^}]*)\};?(?![\s\S]*export\{)/, (_, names) => `;globalThis.reader = ${/([\w$]+) as virtual\b/.exec(names)[1]};`);

// Pages whose words do not hold a date or a number that changes.
const heard = ['/sign-in', '/help', '/elder', '/items/{id}', '/search', 'not found', 'sign-in error', 'question error',
  'date question', 'choice question'];
const settings = [
  { language: 'zh', mode: 'standard' }, { language: 'zh', mode: 'elder' }, { language: 'en', mode: 'standard' },
];

async function listen(page) {
  await page.evaluate(`(() => { ${reader}\n })()`);
  return page.evaluate(async () => {
    const { reader } = globalThis;
    await reader.start({ container: document.body });
    const most = 600;
    for (let steps = 0; steps < most && (await reader.lastSpokenPhrase()) !== 'end of document'; steps += 1) await reader.next();
    const phrases = await reader.spokenPhraseLog();
    await reader.stop();
    return phrases;
  });
}

test('what is heard is what was heard', { timeout: walkHangs }, async (context) => {
  const { browser, server, pages, stop } = await startWithEveryPage();
  try {
    const visits = new Visits(browser, server);
    mkdirSync(folder, { recursive: true });
    for (const choice of settings) {
      const setting = { theme: 'device', condition: 'WASM blocked', ...choice };
      for (const name of heard) {
        await context.test(`${name}, ${choice.language}, ${choice.mode}`, async () => {
          const page = pages.find((page) => page.name === name);
          assert.ok(page, `${name} is a page`);
          const visitor = await visits.visitor(page.person, setting);
          await show(visitor, page, setting);
          const phrases = await listen(visitor.page);
          assert.equal(phrases.at(-1), 'end of document', 'the reader comes to the end');
          // How many notices there are depends on how far the city's day has come.
          const counted = /(?<=，)\d+(?= 条新通知)|(?<=new notices: )\d+/g;
          const text = `${phrases.join('\n').replace(/[\u2066-\u2069]/g, '').replace(counted, 'n')}\n`;
          const file = join(folder, `${name.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '')}.${choice.language}.${choice.mode}.txt`);
          if (process.env.TONGBAN_KEEP_HEARD === '1') writeFileSync(file, text);
          assert.ok(existsSync(file), `${file} is kept`);
          assert.equal(text, readFileSync(file, 'utf8'), `what is heard on ${name} changed`);
        });
      }
      await visits.end();
    }
  } finally {
    await stop();
  }
});
