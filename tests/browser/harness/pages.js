// Every page of the portal, found by the route table that the program prints, with a real address for each pattern and
// somebody who may open it. Beside them stand the states that a route has no address for: errors, receipts, refusals.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { startBrowser } from './browser.js';
import { binary } from './paths.js';
import { startServer } from './server.js';
import { settle } from './settings.js';
import { granny, item, practising, son } from './steps.js';
import { cityOfThings } from './things.js';

/** Who opens a page of an audience. The first role that has a person is taken. */
const people = {
  everyone: granny, 'signed-in': granny, resident: granny, caseworker: 'hongkou', department: 'publicsecurity', supervisor: 'supervisor',
  author: 'author', publisher: 'publisher', auditor: 'auditor', administrator: 'administrator',
};

/** The route table: pattern, audience and density of every page. */
export function routes() {
  const printed = spawnSync(binary(), ['routes'], { encoding: 'utf8' });
  assert.equal(printed.status, 0, `the program prints its routes: ${printed.stderr}`);
  return printed.stdout.trim().split('\n').map((line) => {
    const [pattern, audience, density] = line.split('\t');
    return { pattern, audience, density };
  });
}

/** Gives the addresses that stand for a pattern, where these things are there. */
function addresses({ ids, chapters, decided }) {
  return (pattern) => {
    if (pattern === '/design/{chapter}') return chapters;
    if (pattern === '/applications/{id}/decision') return [`/applications/${decided}/decision`];
    const address = pattern.replace('{question}', 'phone').replace('{code}', 'nothing-here').replace('{attribute}', 'sex');
    const [start, rest] = address.split('{id}');
    if (rest === undefined) return [address];
    assert.ok(ids[start], `the checks know no ${start}: name one in harness/things.js`);
    return [start + ids[start] + rest];
  };
}

/** A wrong form, sent as a browser does; the page that comes back shows its errors. */
const wrong = (path, form, fields = {}) => async (visitor) => {
  await visitor.open(path);
  for (const [selector, value] of Object.entries(fields)) await visitor.page.fill(selector, value);
  await visitor.press(form);
  assert.equal(await visitor.count('.error-summary'), 1, `${path} shows what is wrong`);
};

/** The form of a passkey, sent without an answer, as it is when the person has to do something else first. */
const withoutAnswer = (path) => async (visitor) => {
  await visitor.open(path);
  await visitor.turn(() => visitor.page.evaluate(() => document.querySelector('form.passkey').submit()));
  assert.equal(await visitor.count('.error-summary'), 1, `${path} shows what is wrong`);
};

/** A page on which everything that opens is open: some engines take the label of a field in what is closed for none. */
const opened = (path) => async (visitor) => {
  await visitor.open(path);
  await visitor.page.evaluate(() => { for (const part of document.querySelectorAll('main details')) part.open = true; });
};

/** The first question of an application, begun before or not. */
async function firstQuestion(visitor) {
  await visitor.open(`/items/${item}`);
  await visitor.press('main :is(form button.button, a.button)');
  assert.match(visitor.page.url(), /\/drafts\//, 'a question is open');
}

/** States that no address alone shows. `status` is what they answer where it is not 200. */
function states(address) {
  const [question] = address('/drafts/{id}/{question}');
  const [application] = address('/applications/{id}');
  return [
    { name: 'home of a visitor', person: '', path: '/' },
    { name: 'cookies refused', person: '', path: '/sign-in/entered' },
    { name: 'sign-in of a visitor', person: '', path: '/sign-in' },
    { name: 'search results', person: '', path: `/search?q=${encodeURIComponent('看病')}` },
    { name: 'policies for me', person: granny, path: '/policies?for=me' },
    { name: 'search without results', person: '', path: '/search?q=zzzz' },
    { name: 'not found', person: '', path: '/nothing-here', status: 404 },
    { name: 'not allowed', person: granny, path: '/journal', status: 403 },
    { name: 'receipt', person: granny, path: `${application}?sent=yes` },
    { name: 'sign-in error', person: '', path: '/sign-in', act: wrong('/sign-in', 'main form button.button') },
    { name: 'sign-in by a passkey that is refused', person: '', path: '/sign-in', act: withoutAnswer('/sign-in') },
    { name: 'first passkey error', person: '', path: '/sign-in/staff', act: withoutAnswer('/sign-in/staff') },
    { name: 'confirm error', person: granny, path: '/account/confirm', act: wrong('/account/confirm', 'form[action="/account/confirm"] button') },
    { name: 'passkeys of somebody who has one', person: son, path: '/account/passkeys', act: opened('/account/passkeys') },
    { name: 'passkey added', person: son, path: '/account/passkeys?changed=added', act: opened('/account/passkeys?changed=added') },
    { name: 'confirm with a passkey', person: son, path: '/account/confirm' },
    { name: 'confirm by a passkey that is refused', person: son, path: '/account/confirm', act: withoutAnswer('/account/confirm') },
    {
      name: 'question error', person: granny, path: question,
      act: wrong(question, 'main form button[value=next]', { '#phone': '12' }),
    },
    { name: 'date question', person: granny, path: question.replace('/phone', '/living_since') },
    { name: 'choice question', person: granny, path: question.replace('/phone', '/reason') },
    { name: 'item on its way', person: granny, path: `/items/${item}` },
    { name: 'home in practice', person: practising, path: '/' },
    { name: 'in the middle of practice', person: practising, path: '/practice' },
    { name: 'question in practice', person: practising, path: `/items/${item}`, act: firstQuestion },
    { name: 'not found in practice', person: practising, path: '/nothing-here', status: 404 },
    { name: 'after practice', person: '', path: '/practice?left=yes' },
  ];
}

/**
 * A browser, a server of a city in which one thing of every kind is there, and every page of it. Call `stop` at the end. A page
 * has a name, a path, a person (empty for a visitor), a status, `act`, which brings it about where opening the path is not
 * enough, and is dense in elder mode or not.
 */
export async function startWithEveryPage() {
  const browser = await startBrowser();
  try {
    const { city, things } = await cityOfThings(browser);
    const pages = everyPage(things);
    const server = await startServer({ city });
    const stop = async () => {
      await browser.close();
      await server.stop();
    };
    return { browser, server, pages, stop };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function everyPage(things) {
  const address = addresses(things);
  const found = routes().flatMap(({ pattern, audience, density }) => {
    // What was said yes to is at the department that carries it out.
    const person = pattern.startsWith('/arrangements') ? 'health' : people[audience.split(',')[0]];
    assert.ok(person, `nobody is known for the audience ${audience}: name one in harness/pages.js`);
    const paths = address(pattern);
    return paths.map((path) => ({ name: paths.length > 1 ? path : pattern, path, person, dense: density === 'dense' }));
  });
  return [...found, ...states(address)].map((page) => ({ status: 200, dense: false, ...page }));
}

/** Opens a page of the list and waits until it is at rest. Gives the HTML that the server sent. */
export async function show(visitor, page, setting) {
  let source;
  if (page.act) {
    const answers = [];
    const keep = (response) => { if (response.request().isNavigationRequest()) answers.push(response); };
    visitor.page.on('response', keep);
    await page.act(visitor);
    visitor.page.off('response', keep);
    source = await answers.at(-1).text();
  } else {
    const response = await visitor.page.goto(page.path);
    assert.equal(response.status(), page.status, `${page.path} answers`);
    source = await response.text();
  }
  await settle(visitor, setting);
  return source;
}
