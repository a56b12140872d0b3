// Where things are.

import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const root = resolve(here, '../..');
export const results = join(here, 'results');

/** The program under test: the one that was built last. */
export function binary() {
  const named = process.env.TONGBAN_BINARY;
  if (named) return resolve(named);
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const built = ['release', 'debug'].map((profile) => join(target, profile, 'tongban')).filter(existsSync);
  const [found] = built.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (!found) throw new Error('no program to test: run `cargo build -p server`, or name one in TONGBAN_BINARY');
  return found;
}

/** The same program with its clock set to another time (`tests/src/bin/tongban-at.rs`), which stands beside it. */
export function binaryAt() {
  const found = join(dirname(binary()), 'tongban-at');
  if (!existsSync(found)) throw new Error(`no ${found}: run \`cargo build -p tests --bin tongban-at\``);
  return found;
}
