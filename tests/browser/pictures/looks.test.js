// Pictures of every page in every look, for people to judge. They lie in `results/`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { walkHangs } from '../harness/hanging.js';
import { show, startWithEveryPage } from '../harness/pages.js';
import { results } from '../harness/paths.js';
import { Visits } from '../harness/settings.js';

const looks = {
  standard: { mode: 'standard' }, large: { mode: 'large' }, elder: { mode: 'elder' },
  dark: { theme: 'dark' }, contrast: { theme: 'contrast' },
};

test('pictures are taken', { timeout: walkHangs }, async () => {
  const { browser, server, pages, stop } = await startWithEveryPage();
  try {
    const visits = new Visits(browser, server);
    for (const [look, { mode = 'standard', theme = 'light' }] of Object.entries(looks)) {
      const folder = join(results, look);
      mkdirSync(folder, { recursive: true });
      const setting = { language: 'zh', mode, theme, condition: 'plain' };
      for (const page of pages) {
        const visitor = await visits.visitor(page.person, setting);
        await show(visitor, page, setting);
        const name = page.name.replace(/[{}]/g, '').replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';
        await visitor.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
      }
      await visits.end();
    }
  } finally {
    await stop();
  }
});
