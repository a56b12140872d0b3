// A cheap phone on a slow network: `npm run speed:phone`. The ten main pages as a resident in standard and elder mode, cold
// cache, 360 × 740 at 2×, slow 4G (1.6 Mbit/s down, 0.75 up, 150 ms), and the CPU throttled down to the benchmark index of
// DevTools' low tier, measured anew on this machine. Prints the median of three loads a page against the gates:
// first paint 1,000 ms, islands awake 2,000 ms, blocked 100 ms, a press answered in 100 ms, nothing moved.

import { startBrowser, Visitor } from '../harness/browser.js';
import { startServer } from '../harness/server.js';
import { benchmarkIndex, phone } from './calibrate.js';
import { mainPages } from './main-pages.js';

const rounds = Number(process.env.TONGBAN_ROUNDS ?? 3);
const gates = { first: 1_000, awake: 2_000, blocked: 100, press: 100, moved: 0 };
const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** Put into every page before its own scripts: what the browser measures by itself. */
function watchTimings() {
  const seen = { first: 0, largest: 0, moved: 0, awake: 0, press: 0 };
  globalThis.timings = seen;
  const watch = (type, each, options = {}) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...options });
  watch('paint', (entry) => { if (entry.name === 'first-contentful-paint') seen.first = entry.startTime; });
  watch('largest-contentful-paint', (entry) => { seen.largest = entry.startTime; });
  // Time over 50 ms in which a press would have to wait, once there is something to press.
  seen.tasks = [];
  watch('longtask', ({ startTime, duration }) => seen.tasks.push({ startTime, duration }));
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.moved += entry.value; });
  watch('event', (entry) => { if (entry.interactionId) seen.press = Math.max(seen.press, entry.duration); }, { durationThreshold: 16 });
  const look = () => {
    const islands = [...document.querySelectorAll('leptos-island')];
    if (document.readyState !== 'loading' && islands.every((one) => one.dataset.awake === 'yes')) seen.awake = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function load(browser, server, path, mode, cookies, rate) {
  const context = await browser.newContext({
    baseURL: server.url, viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, serviceWorkers: 'block',
  });
  await context.addCookies([...cookies, { name: 'display', value: `zh-CN.${mode}.light`, url: server.url }]);
  await context.addInitScript(watchTimings);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForFunction(() => globalThis.timings.awake > 0, undefined, { timeout: 60_000 });
  // The press of a finger on what stays on the page: something to open or to fill in, or else the heading.
  const field = page.locator('main summary:visible, main input:visible:not([type=hidden]), main textarea:visible').first();
  await (await field.count() ? field : page.locator('h1').first()).tap();
  await page.waitForTimeout(700);
  const { tasks, ...seen } = await page.evaluate(() => globalThis.timings);
  const late = tasks.map(({ startTime, duration }) => ({ start: Math.max(startTime, seen.first), end: startTime + duration }));
  const blocked = late.reduce((sum, { start, end }) => sum + Math.max(0, end - start - 50), 0);
  await context.close();
  return { ...seen, blocked, bytes };
}

const browser = await startBrowser();
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
