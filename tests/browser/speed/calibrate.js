// How fast this machine is now, so that a low-end phone is the same phone on every machine: Lighthouse's benchmark index,
// measured in the page, and the throttle that brings it down to the index of the phone.

import { pageFunctions } from 'lighthouse/core/lib/page-functions.js';

/** Index of DevTools' low tier: a cheap phone. */
export const phone = 264;

/** The index of this machine, the middle one of five. */
export async function benchmarkIndex(page) {
  const found = [];
  for (let round = 0; round < 5; round += 1) {
    found.push(await page.evaluate(`(${pageFunctions.computeBenchmarkIndex.toString()})()`));
  }
  return found.sort((one, other) => one - other)[2];
}
