// Joins the pictures of `take.js` to one for each page, earlier above later: `node pictures/join.js BEFORE AFTER` writes them to
// `docs/images/before-and-after/`. They are drawn smaller, for a page that shows many.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../harness/browser.js';
import { root } from '../harness/paths.js';
import { looks, pages, screens } from './list.js';

const times = process.argv.slice(2);
if (times.length !== 2) throw new Error('usage: node pictures/join.js BEFORE AFTER');
const folder = join(root, 'docs/images/before-and-after');
mkdirSync(folder, { recursive: true });
const scale = 0.4;
const gap = 12;
const browser = await startBrowser();
try {
  const tab = await browser.newPage();
  for (const name of Object.values(pages)) {
    const rows = times.map((time) => Object.keys(looks).flatMap((look) => Object.entries(screens).map(([screen, size]) => ({
      width: size.width * scale,
      height: size.height * scale,
      source: `data:image/png;base64,${readFileSync(join(time, `${name}.${look}.${screen}.png`)).toString('base64')}`,
    }))));
    const picture = await tab.evaluate(async ([drawn, space]) => {
      const height = Math.max(...drawn[0].map((one) => one.height));
      const canvas = document.createElement('canvas');
      canvas.width = drawn[0].reduce((width, one) => width + one.width + space, space);
      canvas.height = drawn.length * (height + space) + space;
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.fillStyle = '#8d9aa6';
      context.fillRect(0, 0, canvas.width, canvas.height);
      for (const [line, row] of drawn.entries()) {
        let x = space;
        for (const one of row) {
          const image = new Image();
          image.src = one.source;
          await image.decode();
          context.drawImage(image, x, space + line * (height + space), one.width, one.height);
          x += one.width + space;
        }
      }
      return canvas.toDataURL('image/webp', 0.72).split(',')[1];
    }, [rows, gap]);
    writeFileSync(join(folder, `${name}.webp`), Buffer.from(picture, 'base64'));
  }
} finally {
  await browser.close();
}
