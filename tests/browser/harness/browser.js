// Chromium, and visitors in it: each has cookies of their own, a language, a mode, and scripts on or off.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { stepHangs } from './hanging.js';
import { say } from './words.js';

const switches = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** No page stays long enough in tests to win back what it takes to make its scripts fast. */
const scriptsNotOptimised = '--js-flags=--no-turbofan,--no-maglev';

const whole = '/usr/bin/chromium';
const withoutWindows = '/usr/lib/chromium/chromium-headless-shell';

/** Chromium as Debian has it; `TONGBAN_CHROMIUM` names another. Where there is one without windows, it opens pages sooner. */
export function startBrowser() {
  return launch(existsSync(withoutWindows) ? withoutWindows : whole, [scriptsNotOptimised]);
}

/** The program that people use, with further switches: for what only it can do, and for measurements. */
export function startWholeBrowser(more = []) {
  return launch(whole, more);
}

function launch(program, more = []) {
  return chromium.launch({
    executablePath: process.env.TONGBAN_CHROMIUM ?? program, args: [...switches, ...more], timeout: stepHangs,
  });
}

const tags = { zh: 'zh-CN', en: 'en' };

/** The cookie in which a browser keeps what was chosen on the page 显示. */
export function chosen(server, { language = 'zh', mode = 'standard', theme = 'device' }) {
  const name = server.url.startsWith('https:') ? '__Host-display' : 'display';
  return { name, value: `${tags[language]}.${mode}.${theme}`, url: server.url };
}

/** Everything a page complained about: console errors, uncaught errors, and breaches of the content security policy. */
export function watch(context) {
  const complaints = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} at ${message.location().url}`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  return complaints;
}

/**
 * What is far down a page is laid out when one comes to it, and moves what stands under it: goes there, and waits until that is
 * over. What one sees without going anywhere is where it stays.
 */
export async function atRest(target, { height }) {
  const place = () => target.boundingBox();
  const seen = await place();
  if (seen && seen.y >= 0 && seen.y + seen.height <= height) return;
  await target.scrollIntoViewIfNeeded();
  for (let before, now = NaN, tries = 0; tries < 40 && before !== now; tries += 1) {
    before = now;
    now = (await place())?.y;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

export class Visitor {
  constructor(server, variant, context, page, complaints) {
    Object.assign(this, { server, variant, context, page, complaints });
  }

  /** A new visitor, who has not opened a page yet. Language and mode were chosen before, unless they are the usual ones. */
  static async arrive(browser, server, variant, options = {}) {
    const { language = 'zh', mode = 'standard', scripts = true } = variant;
    const context = await browser.newContext({
      baseURL: server.url, locale: 'zh-CN', javaScriptEnabled: scripts, serviceWorkers: 'block', reducedMotion: 'reduce',
      viewport: { width: 1100, height: 900 }, ...options,
    });
    context.setDefaultTimeout(stepHangs);
    const complaints = watch(context);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`blocked: ${event.blockedURI}`));
    });
    if (language !== 'zh' || mode !== 'standard') await context.addCookies([chosen(server, { language, mode })]);
    return new Visitor(server, { language, mode, scripts }, context, await context.newPage(), complaints);
  }

  /** The words under a key in this visitor's language. */
  say(key) {
    return say(this.variant.language, key);
  }

  async open(path) {
    const response = await this.page.goto(path);
    assert.equal(response.status(), 200, `${path} answers`);
    return this;
  }

  /** Presses a button or link and waits for the next page. */
  async press(selector) {
    const target = typeof selector === 'string' ? this.page.locator(selector).first() : selector;
    await atRest(target, this.page.viewportSize());
    return this.turn(() => target.click());
  }

  /** Presses Tab until the focus is on `selector`, as one does who has no mouse. */
  async tabTo(selector) {
    for (let presses = 0; presses < 80; presses += 1) {
      await this.page.keyboard.press('Tab');
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    }
    assert.fail(`Tab does not reach ${selector} on ${this.page.url()}`);
  }

  /** Enter on whatever has the focus, and the page that follows. */
  async enter() {
    return this.turn(() => this.page.keyboard.press('Enter'));
  }

  /** Does what leads to another page, and waits until that page is there. */
  async turn(act) {
    const left = await this.documentAfter(undefined);
    await act();
    await this.documentAfter(left);
    return this;
  }

  /**
   * Waits for a document that has been read and is another than `left`; gives the moment at which it began, which no other
   * shares. The page is asked again and again: of an event it is not certain that anybody listens when it comes.
   */
  async documentAfter(left) {
    for (const until = Date.now() + stepHangs; Date.now() < until; ) {
      const shown = await this.page
        .evaluate(() => (document.readyState === 'loading' ? undefined : performance.timeOrigin))
        .catch((error) => {
          // Between two documents there is nobody to ask.
          if (!/context|navigat/i.test(error.message)) throw error;
        });
      if (shown && shown !== left) return shown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no other page came; this is ${this.page.url()}`);
  }

  async signIn(name) {
    // A browser that has chosen nothing takes the account's choice, which another test may have made.
    const usual = chosen(this.server, {});
    if (!(await this.context.cookies()).some((cookie) => cookie.name === usual.name)) await this.context.addCookies([usual]);
    await this.open('/sign-in');
    await this.page.fill('#identifier', name);
    await this.page.fill('#password', this.server.passwords.get(name));
    await this.press('main form button.button');
    assert.equal(new URL(this.page.url()).pathname, '/', 'signing in leads home');
    return this;
  }

  /** Leaves by the page of what is one's own. */
  async signOut() {
    await this.open('/mine');
    return this.press('main form[action="/sign-out"] button');
  }

  /** The whole text of `main`, without the marks that isolate names. */
  async text(selector = 'main') {
    const text = await this.page.locator(selector).first().textContent();
    return text.replace(/[\u2066-\u2069]/g, '');
  }

  async sees(...keys) {
    const text = await this.text();
    for (const key of keys) {
      assert.ok(text.includes(this.say(key)), `“${this.say(key)}” (${key}) stands on ${this.page.url()}:\n${text}`);
    }
  }

  async count(selector) {
    return this.page.locator(selector).count();
  }

  /**
   * Ends the visit; a page that complained fails the test. `expected` matches what a test brought about itself:
   * it is held against the complaints here, after the last page, for some come while the context closes.
   */
  async leave({ expected } = {}) {
    if (this.left) return;
    this.left = true;
    await this.context.close();
    const complaints = [...new Set(this.complaints)].filter((one) => !expected?.test(one)).slice(0, 5);
    assert.ok(complaints.length === 0, `pages complained: ${complaints.join('\n')}`);
  }
}
