// A few settings for many: those in which every two values of two dimensions meet.

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
 * Combinations in which every two values of two dimensions meet at least once. One after the other, the one is taken that
 * brings the most pairs which are still missing, and of equals the one whose values came up least; so there are few more
 * than the two longest dimensions have pairs.
 */
export function pairwise(dimensions) {
  const cells = everyCell(dimensions);
  const missing = new Set(cells.flatMap(pairs));
  const taken = [];
  const used = (cell) => taken.reduce((sum, one) => sum + Object.keys(cell).filter((name) => one[name] === cell[name]).length, 0);
  while (missing.size) {
    const gains = cells.map((cell) => pairs(cell).filter((pair) => missing.has(pair)).length);
    const most = Math.max(...gains);
    const equals = cells.filter((_, place) => gains[place] === most);
    const best = equals.reduce((one, other) => (used(other) < used(one) ? other : one));
    taken.push(best);
    for (const pair of pairs(best)) missing.delete(pair);
  }
  return taken;
}

/** Pages dealt to settings as cards are, so that each page has one and each setting about as many. */
export function dealt(settings, pages) {
  if (pages.length < settings.length) throw new Error(`${settings.length} settings are too many for ${pages.length} pages`);
  return settings.map((setting, place) => ({ setting, pages: pages.filter((_, card) => card % settings.length === place) }));
}
