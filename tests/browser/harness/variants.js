// Every journey is walked in Chinese and English, standard and elder mode, with scripts and without: usually so that every two
// of these meet, with TONGBAN_BROWSER=full in every combination.

import { after, before, describe, test } from 'node:test';
import { startBrowser, Visitor } from './browser.js';
import { testHangs } from './hanging.js';
import { startServer } from './server.js';

const languages = { zh: '中文', en: 'English' };

const every = Object.keys(languages).flatMap((language) =>
  ['standard', 'elder'].flatMap((mode) => [true, false].map((scripts) => ({ language, mode, scripts }))),
);

/** Each choice with each of the others once: Chinese and standard with scripts, Chinese and elder without, and so on. */
const everyTwo = every.filter(({ language, mode, scripts }) => scripts === ((language === 'zh') === (mode === 'standard')));

export const variants = process.env.TONGBAN_BROWSER === 'full' ? every : everyTwo;

function name({ language, mode, scripts }) {
  return `${languages[language]}, ${mode}, ${scripts ? 'scripts on' : 'scripts off'}`;
}

/**
 * Walks one journey in every variant, each with a city of its own. `walk` gets a function that brings new visitors, the
 * variant, and the server; `options` are the server's.
 */
export function journey(title, walk, options = {}) {
  describe(title, () => {
    let browser;
    before(async () => { browser = await startBrowser(); });
    after(() => browser?.close());
    for (const variant of variants) {
      test(name(variant), { timeout: testHangs }, async () => {
        const server = await startServer(options);
        const visitors = [];
        const arrive = async () => {
          const visitor = await Visitor.arrive(browser, server, variant, { ignoreHTTPSErrors: Boolean(options.secure) });
          visitors.push(visitor);
          return visitor;
        };
        try {
          await walk(arrive, variant, server);
          for (const visitor of visitors) await visitor.leave();
        } finally {
          for (const visitor of visitors) await visitor.context.close();
          await server.stop();
        }
      });
    }
  });
}

/** Tests that share one browser and one city. `body` gets a function that brings new visitors; `start` starts the browser. */
export function together(title, body, start = startBrowser) {
  describe(title, () => {
    let browser;
    let server;
    before(async () => {
      browser = await start();
      server = await startServer();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    body((variant = {}, options = {}) => Visitor.arrive(browser, server, variant, options));
  });
}
