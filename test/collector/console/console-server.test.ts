import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RawConnection } from '../ingest/requests.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

async function openConsole() {
  const folder = createTestFolder();
  const pageFolder = join(folder, 'page');
  mkdirSync(join(pageFolder, 'assets'), { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Spanward</title>');
  writeFileSync(join(pageFolder, 'assets', 'app-1.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), 'top secret');
  // It stands still, so that no pause passes while a test asks.
  const now = Date.now();
  const collector = await openTestCollector({ pageFolder, clock: { now: () => now } });
  const url = collector.listeners.console!.url;
  const token = collector.signInUrl!.split('#token=')[1]!;
  const signIn = (body: string) => fetch(`${url}/sign-in`, { method: 'POST', body });
  const list = (session: string) =>
    fetch(`${url}/rpc/projects/list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session}` },
    });
  return { url, token, signIn, list };
}

/** A request with a path and headers as given, which fetch would tidy up. */
async function rawAnswer(url: string, path: string, headers: Record<string, string> = {}) {
  const { port } = new URL(url);
  const request = httpRequest({ host: '127.0.0.1', port, path, headers }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return {
    status: response.statusCode!,
    headers: response.headers,
    body: Buffer.concat(await response.toArray()),
  };
}

async function rawStatus(...request: Parameters<typeof rawAnswer>): Promise<number> {
  return (await rawAnswer(...request)).status;
}

describe('console', () => {
  it('lets in whoever has the sign-in link, and nobody else', async () => {
    const { token, signIn, list } = await openConsole();
    expect((await list('')).status).toBe(401);
    expect((await list(token)).status).toBe(401);
    expect((await signIn('wrong')).status).toBe(401);
    const answer = await signIn(token);
    expect(answer.status).toBe(200);
    const { session } = (await answer.json()) as { session: string };
    expect(session).not.toBe(token);
    expect((await list(session)).status).toBe(200);
    expect((await list(`${session}x`)).status).toBe(401);
  });

  it('ends connections that ask for hundreds of pages ahead of their answers', async () => {
    const { url } = await openConsole();
    const pages = (count: number) =>
      `GET / HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`.repeat(count);
    const connection = await RawConnection.open(Number(new URL(url).port));
    connection.send(pages(16));
    for (let count = 0; count < 16; count += 1) {
      expect((await connection.answer()).status).toBe(200);
    }
    connection.send(pages(300));
    await connection.ended();
    expect((await fetch(url)).status).toBe(200);
  });

  it('tires of wrong links, and takes the right one all the same', async () => {
    const { token, signIn } = await openConsole();
    for (let i = 0; i < 30; i += 1) expect((await signIn('wrong')).status).toBe(401);
    const answer = await signIn('wrong');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect((await signIn(token)).status).toBe(200);
    expect((await signIn('wrong')).status).toBe(429);
  });

  it('serves the built page with a strict policy, and no other file', async () => {
    const { url } = await openConsole();
    const page = await fetch(url);
    expect(await page.text()).toContain('Spanward');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${url}/assets/app-1.js`)).headers.get('cache-control')).toContain(
      'immutable',
    );
    for (const path of [
      '/../secret.js',
      '/assets/../../secret.js',
      '/%2e%2e/secret.js',
      '/assets/',
      '/nothing.js',
    ]) {
      expect(await rawStatus(url, path)).toBe(404);
    }
  });

  it('sends its files gzipped, or as they are to who takes no gzip', async () => {
    const { url } = await openConsole();
    for (const path of ['/', '/assets/app-1.js']) {
      const packed = await rawAnswer(url, path, { 'accept-encoding': 'gzip, br' });
      expect(packed.headers['content-encoding']).toBe('gzip');
      expect(packed.headers.vary).toBe('accept-encoding');
      const plain = await rawAnswer(url, path, { 'accept-encoding': 'gzip;q=0' });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(gunzipSync(packed.body).toString()).toBe(plain.body.toString());
      expect(plain.body.toString()).toMatch(/Spanward|export/);
      const head = await fetch(`${url}${path}`, { method: 'HEAD' });
      expect(head.headers.get('content-length')).toBe(`${packed.body.length}`);
    }
  });

  it('answers only under its own name and to its own page', async () => {
    const { url } = await openConsole();
    const { host } = new URL(url);
    expect(await rawStatus(url, '/', { host: 'evil.example' })).toBe(403);
    expect(await rawStatus(url, '/', { host, origin: 'http://evil.example' })).toBe(403);
    expect(await rawStatus(url, '/', { host, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await rawStatus(url, '/', { host, origin: `http://${host}` })).toBe(200);
  });
});
