// Lighthouse on the ten main pages, in standard and elder mode: `npm run speed:lighthouse`. Prints the points for accessibility
// and best practices, and every audit that is not passed. It counts for little that the other checks do not see; it is what
// others compare.

import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { startWholeBrowser, Visitor } from '../harness/browser.js';
import { startServer } from '../harness/server.js';
import { mainPages } from './main-pages.js';

const categories = ['accessibility', 'best-practices'];

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
const browser = await startWholeBrowser([`--remote-debugging-port=${port}`]);
const server = await startServer();
let worst = 100;
try {
  const visitor = await Visitor.arrive(browser, server, {});
  const { paths, cookies } = await mainPages(visitor);
  for (const mode of ['standard', 'elder']) {
    for (const [name, path] of Object.entries(paths)) {
      const jar = [...cookies, { name: 'display', value: `zh-CN.${mode}.light` }];
      const { lhr } = await lighthouse(server.url + path, {
        port, onlyCategories: categories, logLevel: 'error', disableStorageReset: true,
        extraHeaders: { Cookie: jar.map(({ name, value }) => `${name}=${value}`).join('; ') },
      });
      const points = categories.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
      const lost = Object.values(lhr.audits).filter((audit) => audit.scoreDisplayMode === 'error' || (audit.score !== null && audit.score < 1))
        .map((audit) => (audit.errorMessage ? `${audit.id} (${audit.errorMessage})` : audit.id));
      console.log(`${mode.padEnd(8)} ${name.padEnd(13)} accessibility ${points[0]}  best practices ${points[1]}  ${lost.join(' ')}`);
      worst = Math.min(worst, ...points);
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
console.log(`least: ${worst}`);
process.exitCode = worst === 100 ? 0 : 1;
