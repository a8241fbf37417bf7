import { expect } from '@playwright/test';
import { test, type RunningApp } from './app.ts';

/** Asks for an address as Chromium's network stack of the app's session does; null when it fails. */
async function request({ electron }: RunningApp, url: string, method = 'GET') {
  return electron.evaluate(
    async ({ session }, [address, verb]) => {
      try {
        const response = await session.defaultSession.fetch(address!, { method: verb! });
        return { status: response.status, headers: Object.fromEntries(response.headers) };
      } catch {
        return null;
      }
    },
    [url, method],
  );
}

test('pages come with the strict policy', async ({ app }) => {
  const page = await request(app, 'app://local/index.html');
  expect(page?.status).toBe(200);
  expect(page?.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page?.headers['x-content-type-options']).toBe('nosniff');
  expect(page?.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

/** Misspelt, outside of the app's folder, or no file in it. */
const NO_FILES = [
  '/missing.js',
  '/../package.json',
  '/%2e%2e/package.json',
  '/..%2fmain%2fdesktop.js',
  '/%2e%2e%2fpackage.json',
  '/assets/..%5c..%5cpackage.json',
  '//etc/passwd',
  '/%00',
  '/assets',
  '/INDEX.HTML',
];

test('what is no file of the app is not found', async ({ app }) => {
  for (const path of NO_FILES) {
    const answer = await request(app, `app://local${path}`);
    // Null: Chromium refused the address itself.
    expect(answer?.status ?? 404, path).toBe(404);
  }
});

test('another host of the scheme and another method get nothing', async ({ app }) => {
  expect((await request(app, 'app://elsewhere/index.html'))?.status).toBe(404);
  expect((await request(app, 'app://local.evil/index.html'))?.status).toBe(404);
  expect((await request(app, 'app://local/index.html', 'POST'))?.status).toBe(405);
});

test('files of the disk and addresses of the network cannot be loaded', async ({ app }) => {
  const tried = await app.page.evaluate(async () => {
    const urls = ['file:///etc/hostname', 'http://127.0.0.1:9/', 'https://example.com/'];
    return Promise.all(
      urls.map((url) =>
        fetch(url).then(
          () => 'loaded',
          () => 'refused',
        ),
      ),
    );
  });
  expect(tried).toEqual(['refused', 'refused', 'refused']);
  // The network is cut for the whole session, not only by the page's policy.
  expect(await request(app, 'http://127.0.0.1:9/')).toBeNull();
});
