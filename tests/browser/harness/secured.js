// A proxy with an https address on loopback, as one stands before every real city.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and a certificate that nobody vouches for. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-certificate-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  const asked = [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert,
  ];
  const made = spawnSync('openssl', asked, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no certificate: ${made.error ?? made.stderr}`);
  const read = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return read;
}

/** Passes on what comes by https to a port of this machine. Gives its address, and how to end it. */
export async function secured(port) {
  const proxy = createServer(certificate(), (incoming, outgoing) => {
    const headers = { ...incoming.headers, 'x-forwarded-for': '203.0.113.9' };
    const passedOn = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passedOn.on('error', () => outgoing.destroy());
    incoming.pipe(passedOn);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${proxy.address().port}`,
    stop() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
