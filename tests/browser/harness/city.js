// The data of cities that the test files, each a process of its own, share. Each is made once for a build of the program and a
// day, and every server gets a copy.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { walkHangs } from './hanging.js';
import { binary } from './paths.js';

const residents = '200';

/** The folder of an unused demonstration city. */
export function demonstrationCity() {
  return madeOnce('demonstration', (folder) => {
    const run = spawnSync(binary(), ['--data', folder, 'demo', '--residents', residents, '--seed', '1']);
    if (run.status !== 0) throw new Error(`the demonstration city was not made: ${run.error ?? run.stderr}`);
  });
}

/** A folder that `make` fills, the first time that anybody asks for it; whoever asks meanwhile waits. */
export async function madeOnce(name, make) {
  const program = statSync(binary(), { bigint: true });
  const day = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  const all = join(tmpdir(), `tongban-browser-cities-${userInfo().uid}`);
  const made = join(all, `${day}-${program.ino}-${program.mtimeNs}-${name}`);
  const making = `${made}.making`;
  mkdirSync(all, { recursive: true, mode: 0o700 });
  for (const until = Date.now() + walkHangs; !isOurs(making); ) {
    if (existsSync(made)) return made;
    if (Date.now() > until) throw new Error(`${made} is not made`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const draft = mkdtempSync(join(all, 'draft-'));
  try {
    if (existsSync(made)) return made;
    await make(draft);
    renameSync(draft, made);
    deleteEarlier(all, made);
    return made;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(making, { force: true });
  }
}

/** Whether it is for this process to make something; a process that ended in the middle leaves it to the next. */
function isOurs(making) {
  try {
    writeFileSync(making, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    // Empty while whoever made the file is about to write into it.
    const maker = Number(readFileSync(making, 'utf8'));
    if (maker) process.kill(maker, 0);
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(making, { force: true });
    else if (error.code !== 'ENOENT' && error.code !== 'EPERM') throw error;
  }
  return false;
}

/** Deletes cities that nobody uses any more: a run of another build may still be going on, but not since yesterday. */
function deleteEarlier(all, own) {
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(all).filter((one) => one !== basename(own))) {
    const folder = join(all, name);
    if ((statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < yesterday) rmSync(folder, { recursive: true, force: true });
  }
}
