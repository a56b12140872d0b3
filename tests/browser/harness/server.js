// A server of its own for every variant: a demonstration city is made once, and each server gets a copy of it.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepHangs } from './hanging.js';
import { binary } from './paths.js';

const residents = '200';
let template;

/** The folder of an unused demonstration city, made at the first call. */
function city() {
  if (template) return template;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-browser-city-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const made = spawnSync(binary(), ['--data', folder, 'demo', '--residents', residents, '--seed', '1']);
  if (made.status !== 0) throw new Error(`the demonstration city was not made: ${made.error ?? made.stderr}`);
  template = folder;
  return template;
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

/** Starts a server on a free port. Call `stop` at the end. */
export async function startServer() {
  const data = mkdtempSync(join(tmpdir(), 'tongban-browser-'));
  cpSync(city(), data, { recursive: true });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const options = ['--data', data, '--addr', `127.0.0.1:${port}`, '--public-url', url];
  const child = spawn(binary(), options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stdout.resume();
  child.stderr.on('data', (piece) => { log += piece; });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  try {
    await answers(`http://127.0.0.1:${port}`, () => child.exitCode !== null);
  } catch (error) {
    kill();
    throw new Error(`${error.message}\n${log}`);
  }
  return {
    url,
    passwords: signIns(data),
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(kill, 5_000);
      await gone;
      clearTimeout(late);
      process.off('exit', kill);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
