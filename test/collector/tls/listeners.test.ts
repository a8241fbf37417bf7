import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNodeFetch } from '../../../src/main/collector/tls/node-fetch.ts';
import { makeSelfSigned } from '../../../src/main/collector/tls/self-signed.ts';
import { TrustingAgent } from '../../../src/main/collector/tls/server-trust.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

async function openSecure() {
  const pageFolder = join(createTestFolder(), 'page');
  mkdirSync(pageFolder, { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Spanward</title>');
  const collector = await openTestCollector({ tls: { kind: 'self-signed' }, pageFolder });
  const { tls } = await collector.client.collector.status();
  return { ...collector, pem: tls!.certificate, fingerprint: tls!.fingerprint };
}

/** A `fetch` that trusts this certificate as an authority would be trusted. */
const fetchWith = (pem: string) => {
  const agent = new TrustingAgent({ kind: 'authority', pem });
  onTestFinished(() => agent.destroy());
  const send = createNodeFetch(agent);
  return (url: string, init?: RequestInit) => send(new Request(url, init));
};

/** Everything the other end says to these bytes in plain text. */
async function sayInPlain(url: string, text: string | Buffer): Promise<Buffer> {
  const socket = connectTcp(Number(new URL(url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (data) => chunks.push(data));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks);
}

const TRACES = JSON.stringify({ resourceSpans: [] });
const JSON_BODY = { method: 'POST', body: TRACES, headers: { 'content-type': 'application/json' } };

describe('listeners with a certificate', () => {
  it('serve OTLP, REST and the console over HTTPS, and say so in their addresses', async () => {
    const { listeners, url, grpcUrl, signInUrl, pem } = await openSecure();
    const get = fetchWith(pem);
    expect([url, grpcUrl, listeners.console!.url].map((each) => each.split(':')[0])).toEqual([
      'https',
      'https',
      'https',
    ]);
    expect(signInUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/#token=/);
    expect((await get(`${url}/v1/traces`, JSON_BODY)).status).toBe(200);
    expect((await get(`${url}/api/openapi.json`)).status).toBe(200);
    const page = await get(`${listeners.console!.url}/`);
    expect(await page.text()).toContain('<title>Spanward');
  });

  it('tell where their certificate lies to those who manage the collector, and to nobody else', async () => {
    const { client, listeners, pem } = await openSecure();
    const get = fetchWith(pem);
    const [organization] = (await client.organizations.list()).organizations;
    const { code } = await client.invitations.create({
      organizationId: organization!.id,
      email: 'ann@example.org',
    });
    const ask = async (path: string, json: object, token = '') => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const init = { method: 'POST', body: JSON.stringify({ json }), headers };
      const answer = await get(`${listeners.console!.url}/rpc/${path}`, init);
      return ((await answer.json()) as { json: Record<string, unknown> }).json;
    };
    const given = { email: 'ann@example.org', password: 'correct horse battery' };
    await ask('session/acceptInvitation', { code, name: 'Ann', password: given.password });
    const { token } = await ask('session/signIn', given);
    const { tls } = await ask('collector/status', {}, String(token));
    expect(tls).toMatchObject({ certificate: pem, file: '' });
    expect((await client.collector.status()).tls?.file).not.toBe('');
  });

  it('take requests of their own https origin only', async () => {
    const { url, listeners, fingerprint } = await openSecure();
    const agent = new TrustingAgent({ kind: 'fingerprint', sha256: fingerprint });
    onTestFinished(() => agent.destroy());
    const send = createNodeFetch(agent);
    const get = (address: string, init: RequestInit) => send(new Request(address, init));
    const from = async (address: string, origin: string, path: string) =>
      (await get(`${address}${path}`, { headers: { origin } })).status;
    expect(await from(url, url, '/api/openapi.json')).toBe(200);
    expect(await from(url, url.replace('https', 'http'), '/api/openapi.json')).toBe(403);
    expect(await from(url, 'https://evil.example', '/api/openapi.json')).toBe(403);
    const page = listeners.console!.url;
    expect(await from(page, page, '/')).toBe(200);
    expect(await from(page, 'https://evil.example', '/')).toBe(403);
    const host = await get(`${url}/api/openapi.json`, { headers: { host: 'evil.example' } });
    expect(host.status).toBe(403);
  });

  it('tell plain HTTP what to do, and plain gRPC why it ends', async () => {
    const { url, grpcUrl, listeners } = await openSecure();
    const request = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    for (const address of [url, listeners.console!.url]) {
      const answer = (await sayInPlain(address, request)).toString();
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('write https:// instead of http://');
    }
    expect((await sayInPlain(grpcUrl, request)).toString()).toContain('gRPC over TLS');
    expect((await sayInPlain(url, 'x')).toString()).toMatch(/^HTTP\/1\.1 400 /);

    const session = connectHttp2(grpcUrl.replace('https', 'http'));
    session.on('error', () => {});
    const [code, , reason] = await once(session, 'goaway');
    expect(code).toBe(constants.NGHTTP2_INADEQUATE_SECURITY);
    expect(String(reason)).toContain('https://');
  });

  it('refuse TLS before 1.2, and HTTP/1.1 on the port of gRPC', async () => {
    const { url, grpcUrl, pem } = await openSecure();
    const attempt = (options: object, address: string) =>
      new Promise<string>((resolve) => {
        const socket = connectTls({
          host: '127.0.0.1',
          port: Number(new URL(address).port),
          ca: pem,
          ...options,
        });
        socket.once('secureConnect', () => {
          resolve(`${socket.getProtocol()} ${String(socket.alpnProtocol)}`);
          socket.destroy();
        });
        socket.once('error', (error) => resolve(`failed: ${error.message}`));
      });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    expect(await attempt(old, url)).toMatch(/^failed/);
    expect(await attempt({ maxVersion: 'TLSv1.2' }, url)).toMatch(/^TLSv1\.2/);
    expect(await attempt({ ALPNProtocols: ['h2'] }, grpcUrl)).toBe('TLSv1.3 h2');
    expect(await attempt({ ALPNProtocols: ['http/1.1'] }, grpcUrl)).toMatch(/^failed/);
  });

  it('end silent and half-open connections when they close', async () => {
    const { url, grpcUrl, close } = await openSecure();
    const sockets = [url, grpcUrl].map((address) =>
      connectTcp(Number(new URL(address).port), '127.0.0.1'),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const ends = Promise.all(
      sockets.map((socket) => {
        socket.on('error', () => {});
        return once(socket, 'close');
      }),
    );
    await close();
    await ends;
  });
});

describe('a client', () => {
  it('that pinned the certificate reaches it, and sends nothing to one with another', async () => {
    const { url, fingerprint } = await openSecure();
    const pinned = (sha256: string) => {
      const agent = new TrustingAgent({ kind: 'fingerprint', sha256 });
      onTestFinished(() => agent.destroy());
      return createNodeFetch(agent)(new Request(`${url}/v1/traces`, JSON_BODY));
    };
    expect((await pinned(fingerprint)).status).toBe(200);
    const wrong = fingerprint.replace(/^../, (byte) => (byte === '00' ? '01' : '00'));
    await expect(pinned(wrong)).rejects.toMatchObject({
      name: 'OtherCertificate',
      expected: wrong,
      shown: fingerprint,
    });
    await expect(pinned('')).rejects.toMatchObject({ name: 'OtherCertificate' });
  });

  it('with another authority does not connect', async () => {
    const { url } = await openSecure();
    const other = makeSelfSigned({ names: ['127.0.0.1'], now: Date.now(), lifetimeMs: 1e9 });
    await expect(fetchWith(other.certificate)(`${url}/api/openapi.json`)).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|UNABLE/),
    });
  });
});
