// A server of its own for every variant: a demonstration city is made once for each build of the program, and each server
// gets a copy of it.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { stepHangs } from './hanging.js';
import { binary, binaryAt } from './paths.js';
import { secured } from './secured.js';

const residents = '200';
/** The folder of an unused demonstration city. The test files, each a process of its own, share one of this build and day. */
function city() {
  const program = statSync(binary(), { bigint: true });
  const day = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
  const all = join(tmpdir(), `tongban-browser-cities-${userInfo().uid}`);
  const made = join(all, `${day}-${program.ino}-${program.mtimeNs}-${residents}`);
  if (existsSync(made)) return made;
  mkdirSync(all, { recursive: true, mode: 0o700 });
  // Two files may make it at the same moment; the first to finish puts it in its place.
  const draft = mkdtempSync(join(all, 'draft-'));
  const run = spawnSync(binary(), ['--data', draft, 'demo', '--residents', residents, '--seed', '1']);
  if (run.status !== 0) throw new Error(`the demonstration city was not made: ${run.error ?? run.stderr}`);
  try {
    renameSync(draft, made);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(made)) throw error;
  }
  deleteEarlier(all, made);
  return made;
}

/** Deletes cities that nobody uses any more: a run of another build may still be going on, but not since yesterday. */
function deleteEarlier(all, own) {
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(all).filter((one) => one !== basename(own))) {
    const folder = join(all, name);
    if ((statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < yesterday) rmSync(folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function signIns(data) {
  const lines = readFileSync(join(data, 'demonstration-sign-ins.txt'), 'utf8').split('\n');
  const rows = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
  return new Map(rows.map(([name, password]) => [name, password]));
}

async function answers(url, ended) {
  for (const until = Date.now() + stepHangs; Date.now() < until; ) {
    if (ended()) break;
    const live = await fetch(`${url}/help`).then((response) => response.ok, () => false);
    if (live) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not answer');
}

/** A program that serves these data, and how to end it. */
async function serve(program, options, environment = {}) {
  const child = spawn(program, options.args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let log = '';
  child.stdout.resume();
  child.stderr.on('data', (piece) => { log += piece; });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  try {
    await answers(options.url, () => child.exitCode !== null);
  } catch (error) {
    kill();
    throw new Error(`${error.message}\n${log}`);
  }
  return async () => {
    child.kill('SIGTERM');
    const late = setTimeout(kill, 5_000);
    await gone;
    clearTimeout(late);
    process.off('exit', kill);
  };
}

/**
 * Starts a server on a free port. Call `stop` at the end. A `secure` one has an https address, behind a proxy as in a real
 * city; its certificate is nobody's.
 */
export async function startServer({ secure = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'tongban-browser-'));
  cpSync(city(), data, { recursive: true });
  const port = await freePort();
  const proxy = secure ? await secured(port) : undefined;
  const url = proxy?.url ?? `http://localhost:${port}`;
  const args = ['--data', data, '--addr', `127.0.0.1:${port}`, '--public-url', url, ...(secure ? ['--trusted-proxies', '127.0.0.1'] : [])];
  const options = { args, url: `http://127.0.0.1:${port}` };
  let end = await serve(binary(), options);
  return {
    url,
    data,
    passwords: signIns(data),
    /** Stops the program and starts it on the same data so many days later, in the morning. Sessions have ended by then. */
    async daysPass(days) {
      await end();
      const then = new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
      end = await serve(binaryAt(), options, { TONGBAN_TESTS_NOW: `${then}T09:00` });
    },
    /** Every proof of who somebody is becomes so much older, as if they had worked on for as long. */
    proofsWere(minutes) {
      const older = `UPDATE sessions SET confirmed_at = confirmed_at - ${minutes * 60_000}`;
      const done = spawnSync('sqlite3', [join(data, 'tongban.sqlite'), '.timeout 10000', older], { encoding: 'utf8' });
      if (done.status !== 0) throw new Error(`the proofs are as old as before: ${done.error ?? done.stderr}`);
    },
    async stop() {
      await end();
      proxy?.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
