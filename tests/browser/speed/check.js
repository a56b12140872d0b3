// How fast the check on the visitor's own device answers: `npm run speed:check`. Prints the bytes that /check loads and,
// on a CPU that is throttled 1× and 4×, the milliseconds from the press of a button to the next question on the page.

import { startWholeBrowser, Visitor } from '../harness/browser.js';
import { startServer } from '../harness/server.js';

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function measure(browser, server, rate) {
  const visitor = await Visitor.arrive(browser, server, {});
  const session = await visitor.context.newCDPSession(visitor.page);
  await session.send('Network.enable');
  const sizes = new Map();
  const paths = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) => paths.set(requestId, new URL(response.url).pathname));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(paths.get(requestId), encodedDataLength));
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await visitor.open('/check');
  await visitor.page.locator('#check[data-awake]').waitFor();
  const begun = await visitor.page.evaluate(() => Math.round(performance.now()));
  const press = (selector) => visitor.page.evaluate((selector) => {
    const start = performance.now();
    // The answer is worked out and the page is laid out before the press returns.
    document.querySelector(selector).click();
    document.querySelector('#check').getBoundingClientRect();
    return performance.now() - start;
  }, selector);
  const times = [await press('main a.button')];
  while (await visitor.count('main form input[name=question]')) times.push(await press('main form button[value=unknown]'));
  await visitor.leave();
  return { begun, times, sizes };
}

const browser = await startWholeBrowser();
const server = await startServer();
try {
  for (const rate of [1, 4]) {
    const { begun, times, sizes } = await measure(browser, server, rate);
    if (rate === 1) {
      for (const [path, bytes] of sizes) console.log(`${path}: ${bytes} bytes on the wire`);
    }
    const [first, ...others] = times.map((time) => Math.round(time * 10) / 10);
    console.log(`${rate}× throttled: ready after ${begun} ms; first question ${first} ms, first answer ${others[0]} ms; `
      + `${others.length} answers, median ${median(others)} ms, longest ${Math.max(...others)} ms`);
  }
} finally {
  await browser.close();
  await server.stop();
}
