// Opens a page as it comes to a slow telephone: its own HTML is under 15 kB on the wire, headers included, once the files that
// all pages share are there; and while the WASM is still on its way the page says what it says afterwards, and its forms can be
// sent.

import assert from 'node:assert/strict';
import { stepHangs } from './hanging.js';
import { settle } from './settings.js';

const most = 15_000;

/** What listens to the network, by visitor. */
const listeners = new WeakMap();

/**
 * Opens a page of the list and waits until it is at rest. Gives the HTML that the server sent, its bytes on the wire, and what
 * was found while nothing was awake.
 */
export async function openLight(visitor, page, setting) {
  if (!listeners.has(visitor)) listeners.set(visitor, await listen(visitor));
  const network = listeners.get(visitor);
  network.hold();
  const response = await visitor.page.goto(page.path, { waitUntil: 'domcontentloaded' });
  assert.equal(response.status(), page.status, `${page.path} answers`);
  const asleep = await whole(visitor.page);
  assert.equal(asleep.awake, 0, `the WASM of ${page.path} was held back`);
  await network.release();
  const [source, bytes] = [await response.text(), await network.bytes()];
  await settle(visitor, setting);
  const findings = asleep.forms.map((where) => ({ check: 'asleep', where, message: 'cannot be sent before anything wakes' }));
  findings.push(...heavy(page, bytes));
  const awake = await whole(visitor.page);
  if (awake.text !== asleep.text) {
    findings.push({ check: 'asleep', where: 'main', message: `says “${asleep.text}” before it wakes, and then “${awake.text}”` });
  }
  return { source, bytes, findings };
}

/** Asks for a page of the list without opening it. Gives the HTML, its bytes on the wire, and what is wrong about them. */
export async function weigh(visitor, page) {
  const response = await visitor.context.request.get(page.path);
  assert.equal(response.status(), page.status, `${page.path} answers`);
  const { 'content-length': length, 'content-encoding': encoding } = response.headers();
  assert.ok(Number(length) > 500 && encoding === 'gzip', `${page.path} was measured: ${length}`);
  const head = [`HTTP/1.1 ${response.status()} ${response.statusText()}`, ...response.headersArray().map(({ name, value }) => `${name}: ${value}`), '', ''];
  const bytes = Number(length) + head.join('\r\n').length;
  return { source: await response.text(), bytes, findings: heavy(page, bytes) };
}

function heavy(page, bytes) {
  return bytes > most ? [{ check: 'light', where: page.path, message: `${bytes} bytes` }] : [];
}

/** Holds the WASM back on its way, and counts the bytes of documents. The cache stays on, as it is for people. */
async function listen(visitor) {
  const session = await visitor.context.newCDPSession(visitor.page);
  let document;
  let counted;
  let isHeld = false;
  let waiting = [];
  session.on('Network.requestWillBeSent', ({ requestId, type }) => { if (type === 'Document') document = requestId; });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (requestId === document) counted = encodedDataLength;
  });
  // Where the page was left meanwhile, nobody asks for it any more; one that stays and gets nothing never wakes.
  const goOn = (requestId) => session.send('Fetch.continueRequest', { requestId }).catch(() => {});
  session.on('Fetch.requestPaused', ({ requestId }) => {
    if (isHeld) waiting.push(requestId);
    else goOn(requestId);
  });
  await session.send('Network.enable');
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*.wasm' }] });
  return {
    hold() {
      counted = undefined;
      isHeld = true;
    },
    async release() {
      isHeld = false;
      const held = waiting;
      waiting = [];
      await Promise.all(held.map(goOn));
    },
    async bytes() {
      for (const until = Date.now() + stepHangs; !counted && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.ok(counted > 500, `the page was measured: ${counted}`);
      return counted;
    },
  };
}

/** What stands in main, without what wakes (counts, bars); how much is awake; and the forms that lead nowhere or have no button. */
function whole(page) {
  return page.evaluate(() => {
    const main = document.querySelector('main');
    const forms = [...main.querySelectorAll('form:not([method=dialog])')]
      .filter((form) => !form.getAttribute('action') || !form.querySelector('button[type=submit], button:not([type])'))
      .map((form) => form.outerHTML.slice(0, 160));
    const copy = main.cloneNode(true);
    for (const island of copy.querySelectorAll('leptos-island, #check')) island.remove();
    return { awake: document.querySelectorAll('leptos-island[data-awake=yes]').length, forms, text: copy.textContent.replace(/\s+/g, ' ') };
  });
}
