// A server of its own for every variant, with a copy of a city.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationCity } from './city.js';
import { stepHangs } from './hanging.js';
import { binary, binaryAt } from './paths.js';
import { secured } from './secured.js';

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
 * Starts a server on a free port, with a copy of the data of a city, by default the demonstration city in which nobody did
 * anything yet. Call `stop` at the end. A `secure` one has an https address, behind a proxy as in a real city; its certificate
 * is nobody's.
 */
export async function startServer({ secure = false, city } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'tongban-browser-'));
  cpSync(city ?? await demonstrationCity(), data, { recursive: true });
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
    /** Stops the program; its data are copied to a folder before they are deleted, where one is named. */
    async stop(kept) {
      await end();
      proxy?.stop();
      if (kept) cpSync(data, kept, { recursive: true });
      rmSync(data, { recursive: true, force: true });
    },
  };
}
