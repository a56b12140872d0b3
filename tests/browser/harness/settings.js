// The settings a page is looked at in: language, mode, theme, and the condition of the person's device.

import assert from 'node:assert/strict';
import { install } from '../checks/in-page.js';
import { chosen, Visitor, watch } from './browser.js';
import { stepHangs } from './hanging.js';
import { practising } from './steps.js';

/** What the browser is like under each condition. `block` names the requests that fail. */
const conditions = {
  plain: {},
  '320 px': { viewport: { width: 320, height: 640 } },
  '400 % zoom': { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  // The engines run in the page and need scripting themselves; the journeys walk with scripting really off.
  'no scripts': { block: '**/*.js' },
  'WASM blocked': { block: '**/*.wasm' },
  'reduced motion': { reducedMotion: 'reduce' },
  'forced colours': { forcedColors: 'active' },
};

/** Every dimension of the matrix and its values. */
export const dimensions = {
  language: ['zh', 'en'],
  mode: ['standard', 'large', 'elder'],
  theme: ['device', 'light', 'dark', 'contrast'],
  condition: Object.keys(conditions),
};

/**
 * Brings visitors under one setting; a person signs in once and keeps the session for all settings. `sessions` are those that
 * other visits have begun.
 */
export class Visits {
  constructor(browser, server, sessions = new Map()) {
    Object.assign(this, { browser, server, sessions, open: new Map() });
  }

  /** A visitor of this setting: one for each person. */
  async visitor(person, setting) {
    if (this.open.has(person)) return this.open.get(person);
    const { block, ...options } = conditions[setting.condition];
    const context = await this.browser.newContext({
      baseURL: this.server.url, locale: 'zh-CN', serviceWorkers: 'block', viewport: { width: 1280, height: 900 }, ...options,
    });
    context.setDefaultTimeout(stepHangs);
    if (block) await context.route(block, (route) => route.abort());
    await context.addCookies([chosen(this.server, setting), ...await this.session(person)]);
    const variant = { language: setting.language, mode: setting.mode, scripts: setting.condition !== 'no scripts' };
    const complaints = block ? [] : watch(context);
    const visitor = new Visitor(this.server, variant, context, await context.newPage(), complaints);
    this.open.set(person, visitor);
    return visitor;
  }

  /** The cookies of somebody's session. Whoever asks while the person signs in waits for them. */
  session(person) {
    if (!person) return [];
    if (!this.sessions.has(person)) this.sessions.set(person, this.signIn(person));
    return this.sessions.get(person);
  }

  /** Sends the form without opening a page: that people can sign in is for journeys to show. */
  async signIn(person) {
    const context = await this.browser.newContext({ baseURL: this.server.url });
    const [path, form] = person === practising
      ? ['/practice/start', {}]
      : ['/sign-in', { identifier: person, password: this.server.passwords.get(person) }];
    const response = await context.request.post(path, { form, headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });
    const cookies = await context.cookies();
    await context.close();
    // A form that is refused is answered by the same status.
    assert.ok(cookies.some(({ name }) => /session|practice/.test(name)), `${person} is let in: ${response.status()}`);
    return cookies.filter((cookie) => cookie.name !== 'display');
  }

  /** Ends the setting. */
  async end() {
    for (const visitor of this.open.values()) await visitor.context.close();
    this.open.clear();
  }
}

/** Waits until a page has its styles, its focus and its islands, where they can wake, and puts the helpers of the checks into it. */
export async function settle(visitor, setting) {
  const { page } = visitor;
  await page.waitForLoadState('load');
  // The focus that a page asks for comes with its first frame.
  await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
  if (setting.condition !== 'no scripts' && setting.condition !== 'WASM blocked') {
    await page.waitForFunction(() => !document.querySelector('script[type=module]')
      || !document.querySelector('leptos-island:not([data-awake=yes])'));
  }
  await page.evaluate(install);
  // A browser lays out what is far down the page when one comes to it, and until then `innerText` finds nothing there,
  // which the engines take for links without words. What is read out is there all the time.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(sheet);
  });
}
