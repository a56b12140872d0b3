// A set of cells in which every value of a dimension meets every value of every other at least once.

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

/** The smallest set that a greedy choice finds: each cell takes the most pairs that are still missing. */
export function pairwise(dimensions) {
  const all = everyCell(dimensions);
  const missing = new Set(all.flatMap(pairs));
  const chosen = [];
  while (missing.size) {
    let best;
    let most = 0;
    for (const cell of all) {
      const gain = pairs(cell).filter((pair) => missing.has(pair)).length;
      if (gain > most) [best, most] = [cell, gain];
    }
    chosen.push(best);
    for (const pair of pairs(best)) missing.delete(pair);
  }
  return chosen;
}
