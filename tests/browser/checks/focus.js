// Tab reaches every control once, in the order of the page, and leaves it again. And what has the focus can be seen: pictures
// of the stops, with and without the focus, are compared by pixel, of the first ones of every kind.

import { PNG } from 'pngjs';

const margin = 14;
const mostStops = 200;
/** A window of so many pixels has room for every control; a larger one would be painted anew at every stop. */
const windowHeight = 900;

/** So many controls of a kind are looked at by pixel. */
const mostOfAKind = 2;

/**
 * How many of each kind were sound: controls with the same computed styles, in the same ancestors, cut off on the same
 * sides. Their pictures differ in the letters alone, and the focus is drawn around these: rows of a list, the header of
 * every page. What has a finding is looked at again wherever it stands.
 */
const sound = new Map();

const linear = Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

function luminance(data, at) {
  return 0.2126 * linear[data[at]] + 0.7152 * linear[data[at + 1]] + 0.0722 * linear[data[at + 2]];
}

/** Pixels whose contrast with the same place of `before` is 3:1 or more in `after`. */
function changed(before, after) {
  let pixels = 0;
  for (let y = 0; y < after.height; y += 1) {
    for (let x = 0; x < after.width; x += 1) {
      const one = luminance(before.data, (y * before.width + x) * 4);
      const other = luminance(after.data, (y * after.width + x) * 4);
      if ((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) >= 3) pixels += 1;
    }
  }
  return pixels;
}

/** Length of the edges of a box that lie in the picture. */
function edges(box, room) {
  const [top, bottom] = [Math.max(box.y, 0), Math.min(box.y + box.height, room.height)];
  const [left, right] = [Math.max(box.x, 0), Math.min(box.x + box.width, room.width)];
  const across = (box.y >= 0 ? 1 : 0) + (box.y + box.height <= room.height ? 1 : 0);
  const down = (box.x >= 0 ? 1 : 0) + (box.x + box.width <= room.width ? 1 : 0);
  return across * (right - left) + down * (bottom - top);
}

/** Puts the next Tab before the first control, and has every stop noted from then on, with what it looks like. */
function begin(page) {
  return page.evaluate((margin) => {
    const { controls, describe, shown } = globalThis.proof;
    const all = controls();
    // What stands around the controls, which many of them share.
    const known = new WeakMap();
    // Names and addresses tell one row from the next; no rule of ours draws by them.
    const own = ['href', 'id', 'for', 'name', 'value', 'action', 'title', 'datetime', 'aria-label', 'aria-labelledby', 'aria-describedby'];
    const tag = (element) => {
      const bare = element.cloneNode(false);
      for (const attribute of own) bare.removeAttribute(attribute);
      return bare.outerHTML;
    };
    const about = (one) => {
      if (!known.has(one)) {
        const { overflow, contain } = getComputedStyle(one);
        known.set(one, { tag: tag(one), cuts: overflow !== 'visible' || contain !== 'none' });
      }
      return known.get(one);
    };
    // How far an edge that cuts is away, where it is so near that it could cut the focus.
    const near = (distance) => Math.round(Math.min(distance, margin));
    const bring = (element) => {
      if (document.documentElement.scrollHeight <= innerHeight) return;
      // Away from the edge of the window; a page that has scrolled by half a pixel has blurred lines.
      element.scrollIntoView({ block: 'center' });
      scrollTo(Math.round(scrollX), Math.round(scrollY));
    };
    const note = (element) => {
      bring(element);
      const box = element.getBoundingClientRect();
      const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const covered = middle && !element.contains(middle) && !middle.contains(element) && getComputedStyle(element).display !== 'inline';
      const style = getComputedStyle(element);
      const looks = ['outline', 'outlineOffset', 'boxShadow', 'border', 'background', 'color', 'textDecoration', 'opacity', 'transform']
        .map((name) => style[name]);
      const around = [innerWidth, about(document.documentElement).tag];
      for (let one = element; one !== document.documentElement; one = one.parentElement) {
        around.push(about(one).tag);
        if (!about(one).cuts) continue;
        const edge = one.getBoundingClientRect();
        around.push([box.x - edge.x, box.y - edge.y, edge.right - box.right, edge.bottom - box.bottom].map(near));
      }
      return {
        kind: JSON.stringify([looks, around, matchMedia('(forced-colors: active)').matches]),
        where: describe(element), shown: shown(element), covered: covered ? describe(middle) : '',
        // One that came since then has its place among those of now.
        place: (all.includes(element) ? all : controls()).indexOf(element),
      };
    };
    const stops = [];
    const elements = [];
    const listener = ({ target }) => {
      elements.push(target);
      stops.push(note(target));
    };
    Object.assign(globalThis.proof, { stops, elements, bring, endFocus: () => document.removeEventListener('focusin', listener) });
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.blur();
    document.body.removeAttribute('tabindex');
    scrollTo(0, 0);
    document.addEventListener('focusin', listener);
    return all.length;
  }, margin);
}

/** Holds Tab down from the first control until it has been everywhere; gives the stops in their order. */
async function walk(page) {
  const controls = await begin(page);
  const stops = [];
  let pressed = 0;
  for (let isOver = false; !isOver && stops.length <= mostStops; ) {
    // As many at once as there may still be controls, and one that leads out.
    const presses = Math.max(controls - stops.length, 0) + 1;
    await Promise.all(Array.from({ length: presses }, () => page.keyboard.down('Tab')));
    pressed += presses;
    const noted = await page.evaluate((from) => globalThis.proof.stops.slice(from), stops.length);
    stops.push(...noted);
    isOver = stops.length < pressed || firstRepeated(stops) >= 0;
  }
  await page.keyboard.up('Tab');
  await page.evaluate(() => globalThis.proof.endFocus());
  const again = firstRepeated(stops);
  return again < 0 ? stops : stops.slice(0, again);
}

/** Where a walk begins anew; negative where it does not. */
function firstRepeated(stops) {
  return stops.findIndex(({ place }, at) => place >= 0 && stops.findIndex((other) => other.place === place) < at);
}

/**
 * Takes pictures in CSS pixels at every zoom, without the caret, which blinks. `look` gives the box of a stop and its pictures
 * with the focus and without; `end` leaves the page as it was.
 */
async function camera(page, room) {
  const session = await page.context().newCDPSession(page);
  const caret = await page.evaluateHandle(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { caret-color: transparent !important }');
    document.adoptedStyleSheets.push(sheet);
    return sheet;
  });
  const picture = async (clip) => {
    // The files are not as small as they could be: they are looked at once.
    const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, clip });
    return PNG.sync.read(Buffer.from(data, 'base64'));
  };
  return {
    async look(stop) {
      const { box, scrolled, wrapped } = await page.evaluate((stop) => {
        const { elements, bring } = globalThis.proof;
        const element = elements[stop];
        element.focus({ preventScroll: true, focusVisible: true });
        bring(element);
        const { x, y, width, height } = element.getBoundingClientRect();
        // A link that goes on in the next line counts as long as it would be on one (WCAG 2.2, "minimum bounding box").
        const lines = [...element.getClientRects()];
        const onOneLine = lines.reduce((sum, { width }) => sum + width, 0) + Math.max(...lines.map((line) => line.height));
        return { box: { x, y, width, height }, scrolled: { x: scrollX, y: scrollY }, wrapped: lines.length > 1 ? 2 * onOneLine : null };
      }, stop);
      const left = Math.max(0, Math.floor(box.x - margin));
      const top = Math.max(0, Math.floor(box.y - margin));
      const width = Math.min(Math.ceil(box.x + box.width + margin), room.width) - left;
      const height = Math.min(Math.ceil(box.y + box.height + margin), room.height) - top;
      if (width <= 0 || height <= 0) return undefined;
      // Places are those of the document.
      const clip = { x: left + scrolled.x, y: top + scrolled.y, width, height, scale: 1 };
      const focused = await picture(clip);
      await page.evaluate(() => document.activeElement.blur());
      return { perimeter: 2 * (wrapped ?? edges(box, room)), focused, unfocused: await picture(clip) };
    },
    async end() {
      await caret.evaluate((sheet) => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet); });
      await session.detach();
    },
  };
}

/** Findings of the focus of the page that is open. */
export async function focus(page) {
  const found = [];
  const before = page.viewportSize();
  const room = { width: before.width, height: Math.max(before.height, windowHeight) };
  await page.setViewportSize(room);
  const stops = await walk(page);
  if (stops.length > mostStops) found.push({ check: 'keyboard-trap', where: '', message: `no end after ${mostStops} stops` });
  const { look, end } = await camera(page, room);
  let last = -1;
  for (const [place, at] of stops.entries()) {
    if (!at.shown) { found.push({ check: 'focus-visible', where: at.where, message: 'cannot be seen' }); continue; }
    if (at.covered) found.push({ check: 'focus-covered', where: at.where, message: `under ${at.covered}` });
    if (at.place < last) found.push({ check: 'focus-order', where: at.where, message: 'comes after what follows it' });
    last = at.place;
    const seen = sound.get(at.kind) ?? 0;
    if (seen === mostOfAKind) continue;
    const looked = await look(place);
    if (!looked) { found.push({ check: 'focus-visible', where: at.where, message: 'is off the page' }); continue; }
    const { perimeter, focused, unfocused } = looked;
    const pixels = changed(unfocused, focused);
    if (pixels === 0) found.push({ check: 'focus-visible', where: at.where, message: 'nothing changes' });
    else if (pixels < perimeter * 0.98) found.push({ check: 'focus-area', where: at.where, message: `${pixels} pixels change by 3:1, at least ${Math.round(perimeter)}` });
    else sound.set(at.kind, seen + 1);
  }
  found.push(...await missed(page, stops.map((one) => one.place)));
  await end();
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
