// Where things are.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const root = resolve(here, '../..');
export const results = join(here, 'results');

/** The program under test. */
export function binary() {
  const named = process.env.TONGBAN_BINARY;
  if (named) return resolve(named);
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const found = ['release', 'debug'].map((profile) => join(target, profile, 'tongban')).find(existsSync);
  if (!found) throw new Error('no program to test: run `cargo build -p server`, or name one in TONGBAN_BINARY');
  return found;
}
