// A set of visits in which every value of a dimension meets every value of every other at least once, pages included.

/** Every combination of the values of all dimensions. */
export function everyCell(dimensions) {
  return Object.entries(dimensions).reduce(
    (cells, [name, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))), [{}],
  );
}

function pairs(cell) {
  const values = Object.entries(cell).map(([name, value]) => `${name}=${value}`);
  return values.flatMap((one, place) => values.slice(place + 1).map((other) => `${one} ${other}`));
}

/**
 * Visits of pages: each page meets every value of every dimension, and over all pages every two values meet. Page after
 * page, the visit is taken that brings the most pairs which are still missing, so a page has little more visits than the
 * longest dimension has values.
 */
export function pairwise(dimensions, pages) {
  const settings = everyCell(dimensions);
  const seen = new Set();
  const visits = [];
  for (const [place, page] of pages.entries()) {
    // Each page begins elsewhere in the list, so that equals are not the same for all of them.
    const start = (place * 151) % settings.length;
    const candidates = [...settings.slice(start), ...settings.slice(0, start)]
      .map((setting) => ({ page, setting, pairs: pairs({ page, ...setting }) }));
    const wanted = new Set(candidates.flatMap((one) => one.pairs).filter((pair) => pair.startsWith(`page=${page} `)));
    while (wanted.size) {
      let best;
      let most = -1;
      for (const one of candidates) {
        // What this page still needs counts first; what no page has brought yet decides between equals.
        const gain = one.pairs.reduce((sum, pair) => sum + (wanted.has(pair) ? 100 : seen.has(pair) ? 0 : 1), 0);
        if (gain > most) [best, most] = [one, gain];
      }
      visits.push({ page, ...best.setting });
      for (const pair of best.pairs) {
        seen.add(pair);
        wanted.delete(pair);
      }
    }
  }
  const missing = settings.flatMap(pairs).find((pair) => !seen.has(pair));
  if (missing) throw new Error(`too few pages: nothing brings ${missing}`);
  return visits;
}

/** Visits of one setting together: each cell is a setting with its pages. */
export function byCell(visits) {
  const cells = new Map();
  for (const { page, ...setting } of visits) {
    const key = Object.values(setting).join(' ');
    if (!cells.has(key)) cells.set(key, { ...setting, pages: [] });
    cells.get(key).pages.push(page);
  }
  return [...cells.values()].sort((one, other) => Object.values(one).join().localeCompare(Object.values(other).join()));
}
