// A cheap phone on a slow network: `npm run speed:phone`. The ten main pages as a resident in standard and elder mode, cold
// cache, 360 × 740 at 2×, slow 4G (1.6 Mbit/s down, 0.75 up, 150 ms), and the CPU throttled down to the benchmark index of
// DevTools' low tier, measured anew on this machine. Prints the median of three loads a page against the gates:
// first paint 1,000 ms, islands awake 2,000 ms, blocked 100 ms, a press answered in 100 ms, nothing moved.

import { startWholeBrowser, Visitor } from '../harness/browser.js';
import { startServer } from '../harness/server.js';
import { benchmarkIndex, phone } from './calibrate.js';
import { mainPages } from './main-pages.js';

const rounds = Number(process.env.TONGBAN_ROUNDS ?? 3);
const gates = { first: 1_000, awake: 2_000, blocked: 100, press: 100, moved: 0 };
const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** What the browser kept by itself while the page loaded; asked for afterwards, so that asking does not slow the page. */
async function timings(page) {
  return page.evaluate(async () => {
    const kept = (type) => new Promise((resolve) => {
      const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
      observer.observe({ type, buffered: true });
      setTimeout(() => resolve([]), 300);
    });
    const [largest, shifts, tasks] = [await kept('largest-contentful-paint'), await kept('layout-shift'), await kept('longtask')];
    const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const [navigation] = performance.getEntriesByType('navigation');
    // Time over 50 ms in which a press would have to wait, once there is something to press.
    const blocked = tasks.map(({ startTime, duration }) => startTime + duration - Math.max(startTime, first) - 50)
      .filter((over) => over > 0).reduce((sum, over) => sum + over, 0);
    return {
      first, blocked, largest: largest.at(-1)?.startTime ?? 0,
      moved: shifts.filter((shift) => !shift.hadRecentInput).reduce((sum, shift) => sum + shift.value, 0),
      awake: performance.getEntriesByName('islands-awake')[0]?.startTime ?? navigation.domInteractive,
    };
  });
}

/** How long a press of a finger takes to show: on something to open or to fill in, or else on the heading. */
async function press(page, session) {
  const at = await page.evaluate(() => {
    const target = document.querySelector('main :is(summary, input:not([type=hidden]), textarea)') ?? document.querySelector('h1');
    target.scrollIntoView({ block: 'center' });
    globalThis.pressed = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.interactionId) globalThis.pressed = Math.max(globalThis.pressed, entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 });
    const box = target.getBoundingClientRect();
    return { x: box.x + Math.min(box.width, 40) / 2, y: box.y + box.height / 2 };
  });
  await page.waitForTimeout(500);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForTimeout(700);
  return page.evaluate(() => globalThis.pressed);
}

async function load(browser, server, path, mode, cookies, rate) {
  const context = await browser.newContext({
    baseURL: server.url, viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, serviceWorkers: 'block',
  });
  await context.addCookies([...cookies, { name: 'display', value: `zh-CN.${mode}.light`, url: server.url }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForTimeout(3_000);
  const seen = await timings(page);
  const pressed = await press(page, session);
  await context.close();
  return { ...seen, press: pressed, bytes };
}

const browser = await startWholeBrowser();
const server = await startServer();
try {
  const visitor = await Visitor.arrive(browser, server, {});
  const index = await benchmarkIndex(visitor.page);
  const rate = Math.max(1, index / phone);
  console.log(`benchmark index ${index}: throttled ${rate.toFixed(1)}× to the phone's ${phone}; median of ${rounds}`);
  const { paths, cookies } = await mainPages(visitor);
  console.log('mode     page           first  largest  awake  blocked  press  moved  kB');
  for (const mode of ['standard', 'elder']) {
    for (const [name, path] of Object.entries(paths)) {
      const loads = [];
      for (let round = 0; round < rounds; round += 1) loads.push(await load(browser, server, path, mode, cookies, rate));
      const of = (key) => median(loads.map((one) => one[key]));
      const over = Object.entries(gates).filter(([key, most]) => of(key) > most + (key === 'moved' ? 0.001 : 0)).map(([key]) => key);
      const shown = ['first', 'largest', 'awake', 'blocked', 'press'].map((key, place) => of(key).toFixed(0).padStart([5, 7, 5, 7, 5][place]));
      console.log(`${mode.padEnd(8)} ${name.padEnd(13)} ${shown.join('  ')}  ${of('moved').toFixed(3)}  ${(of('bytes') / 1000).toFixed(1)}  ${over.length ? `over: ${over.join(', ')}` : 'within'}`);
    }
  }
  console.log(`benchmark index afterwards: ${await benchmarkIndex(visitor.page)}`);
} finally {
  await browser.close();
  await server.stop();
}
