// What has the focus can be seen: a picture of every Tab stop, with and without the focus, is compared by pixel. And Tab
// reaches every control once, in the order of the page, and leaves it again.

import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';

const margin = 14;
const mostStops = 200;

/**
 * Pixels that changed, by what they follow from: the picture without the focus, and the styles with it. The same header
 * stands on every page, and its picture has to be taken once.
 */
const compared = new Map();

const linear = Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

function luminance(data, at) {
  return 0.2126 * linear[data[at]] + 0.7152 * linear[data[at + 1]] + 0.0722 * linear[data[at + 2]];
}

/** Pixels of `after` whose contrast with the same place of `before` is 3:1 or more. */
function changed(before, after, left, top) {
  let pixels = 0;
  for (let y = 0; y < after.height; y += 1) {
    for (let x = 0; x < after.width; x += 1) {
      const one = luminance(before.data, ((top + y) * before.width + left + x) * 4);
      const other = luminance(after.data, (y * after.width + x) * 4);
      if ((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) >= 3) pixels += 1;
    }
  }
  return pixels;
}

/** What the picture of a control with the focus follows from. */
function evidence(plain, clip, styles) {
  const hash = createHash('sha256').update(styles).update(`${clip.width} ${clip.height}`);
  for (let y = clip.y; y < clip.y + clip.height; y += 1) {
    const row = (y * plain.width + clip.x) * 4;
    hash.update(plain.data.subarray(row, row + clip.width * 4));
  }
  return hash.digest('base64');
}

/** Puts the next Tab before the first control. */
function toTheTop(page) {
  return page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.blur();
    document.body.removeAttribute('tabindex');
    scrollTo(0, 0);
  });
}

/** What has the focus now: its place among the controls, its box, its styles and all it stands in. Nothing when the page was left. */
function stop(page) {
  return page.evaluate(() => {
    const { controls, describe, shown } = globalThis.proof;
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const covered = middle && !element.contains(middle) && !middle.contains(element) && getComputedStyle(element).display !== 'inline';
    const style = getComputedStyle(element);
    const looks = ['outline', 'outlineOffset', 'boxShadow', 'border', 'background', 'color', 'textDecoration', 'opacity', 'transform']
      .map((name) => style[name]);
    const around = [];
    for (let one = element; one !== document.documentElement; one = one.parentElement) {
      const edge = one.getBoundingClientRect();
      const cuts = getComputedStyle(one).overflow !== 'visible' || getComputedStyle(one).contain !== 'none';
      around.push(one.cloneNode(false).outerHTML, cuts ? [edge.x - box.x, edge.y - box.y, edge.width, edge.height] : '');
    }
    return {
      styles: JSON.stringify([looks, around, matchMedia('(forced-colors: active)').matches]),
      where: describe(element), shown: shown(element), covered: covered ? describe(middle) : '',
      place: controls().indexOf(element), group: element.type === 'radio' ? element.name : '',
      box: { x: box.x, y: box.y, width: box.width, height: box.height },
    };
  });
}

/** Findings of the focus of the page that is open. */
export async function focus(page) {
  const found = [];
  const before = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // The whole page in one picture: nothing scrolls, so every stop has its place in it.
  await page.setViewportSize({ width: before.width, height: Math.min(Math.max(height, before.height), 12_000) });
  await toTheTop(page);
  const plain = PNG.sync.read(await page.screenshot());
  const reached = new Set();
  let last = -1;
  for (let stops = 0; ; stops += 1) {
    if (stops > mostStops) { found.push({ check: 'keyboard-trap', where: '', message: `no end after ${mostStops} stops` }); break; }
    await page.keyboard.press('Tab');
    const at = await stop(page);
    if (!at) break;
    if (reached.has(at.place) && at.place >= 0) break;
    reached.add(at.place);
    if (!at.shown) { found.push({ check: 'focus-visible', where: at.where, message: 'cannot be seen' }); continue; }
    if (at.covered) found.push({ check: 'focus-covered', where: at.where, message: `under ${at.covered}` });
    if (at.place < last) found.push({ check: 'focus-order', where: at.where, message: 'comes after what follows it' });
    last = at.place;
    const left = Math.max(0, Math.floor(at.box.x - margin));
    const top = Math.max(0, Math.floor(at.box.y - margin));
    const clip = {
      x: left, y: top,
      width: Math.min(Math.ceil(at.box.x + at.box.width + margin), plain.width) - left,
      height: Math.min(Math.ceil(at.box.y + at.box.height + margin), plain.height) - top,
    };
    if (clip.width <= 0 || clip.height <= 0) { found.push({ check: 'focus-visible', where: at.where, message: 'is off the page' }); continue; }
    const key = evidence(plain, clip, at.styles);
    if (!compared.has(key)) compared.set(key, changed(plain, PNG.sync.read(await page.screenshot({ clip })), left, top));
    const pixels = compared.get(key);
    const perimeter = 2 * 2 * (at.box.width + at.box.height);
    if (pixels === 0) found.push({ check: 'focus-visible', where: at.where, message: 'nothing changes' });
    else if (pixels < perimeter * 0.98) found.push({ check: 'focus-area', where: at.where, message: `${pixels} pixels change by 3:1, at least ${Math.round(perimeter)}` });
  }
  found.push(...await missed(page, [...reached]));
  await page.setViewportSize(before);
  return found;
}

/** Controls that Tab never reached; of radios that belong together one is enough. */
function missed(page, reached) {
  return page.evaluate((reached) => {
    const { controls, describe } = globalThis.proof;
    const all = controls();
    const groups = new Set(reached.map((place) => all[place]).filter((one) => one?.type === 'radio').map((one) => one.name));
    return all.filter((one, place) => !reached.includes(place) && !(one.type === 'radio' && groups.has(one.name)) && !one.matches('.skip'))
      .map((one) => ({ check: 'keyboard', where: describe(one), message: 'Tab does not reach it' }));
  }, reached);
}
