// Pictures of five pages in every look, for people to judge. They lie in `results/`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { together } from '../harness/variants.js';
import { results } from '../harness/paths.js';
import { answerUntil, apply, begin, granny, openUntil, son } from '../harness/steps.js';

const looks = {
  standard: { mode: 'standard' }, large: { mode: 'large' }, elder: { mode: 'elder' },
  dark: { theme: 'dark' }, contrast: { theme: 'contrast' },
};

together('looks', (arrive) => {
  test('pictures are taken', { timeout: 120_000 }, async () => {
    mkdirSync(results, { recursive: true });
    const resident = await arrive();
    await resident.signIn(granny);
    await openUntil(resident, '/', () => resident.count('article.offer'));
    const offer = await resident.page.locator('article.offer h3 a').first().getAttribute('href');
    await begin(resident);
    await answerUntil(resident, 'needs');
    const question = new URL(resident.page.url()).pathname;
    const other = await arrive();
    await other.signIn(son);
    await apply(other);
    const staff = await arrive();
    await staff.signIn('supervisor');
    await staff.open('/casework');
    const place = await staff.page.locator('tbody a').first().getAttribute('href');
    const author = await arrive();
    await author.signIn('author');
    const shots = [['home', resident, '/'], ['offer', resident, offer], ['question', resident, question],
      ['casework', staff, place], ['desk', author, '/desk']];
    for (const [look, { mode, theme }] of Object.entries(looks)) {
      for (const [name, visitor, path] of shots) {
        await visitor.open(path);
        if (name === 'home' || name === 'casework' || name === 'desk') {
          await visitor.press(`form.display button[name=mode][value=${mode ?? 'standard'}]`);
          if (theme) await visitor.press(`form.display button[name=theme][value=${theme}]`);
        }
        await visitor.page.screenshot({ path: join(results, `${name}-${look}.png`), fullPage: true });
      }
    }
    for (const visitor of [resident, other, staff, author]) await visitor.leave();
  });
});
