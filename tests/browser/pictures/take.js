// Pictures of twelve pages for `docs/DESIGN.md`: the first screen of each, on a phone and on a desk, in standard and elder
// mode and in the dark. `node pictures/take.js FOLDER` takes them with the program under test.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chosen, Visitor } from '../harness/browser.js';
import { show, startWithEveryPage } from '../harness/pages.js';
import { looks, pages, screens } from './list.js';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node pictures/take.js FOLDER');
mkdirSync(folder, { recursive: true });
const { browser, server, pages: every, stop } = await startWithEveryPage();
try {
  for (const [look, { mode = 'standard', theme = 'light' }] of Object.entries(looks)) {
    const setting = { language: 'zh', mode, theme, condition: 'plain' };
    for (const person of new Set(every.map((page) => page.person))) {
      const wanted = every.filter((page) => page.person === person && pages[page.name]);
      if (wanted.length === 0) continue;
      const visitor = await Visitor.arrive(browser, server, setting);
      if (person) await visitor.signIn(person);
      await visitor.context.addCookies([chosen(server, { mode, theme })]);
      for (const page of wanted) {
        for (const [name, viewport] of Object.entries(screens)) {
          await visitor.page.setViewportSize(viewport);
          await show(visitor, page, setting);
          await visitor.page.screenshot({ path: join(folder, `${pages[page.name]}.${look}.${name}.png`) });
        }
      }
      await visitor.context.close();
    }
  }
} finally {
  await stop();
}
