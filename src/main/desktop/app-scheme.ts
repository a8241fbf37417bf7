import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol, type Session } from 'electron';
import { CONTENT_SECURITY_POLICY } from '../../shared/content-security-policy.ts';

const SCHEME = 'app';
/** Origin of every page of ours; a page from anywhere else has no rights. */
export const APP_ORIGIN = `${SCHEME}://local`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Must run before the app is ready; gives the pages a real origin without any power to bypass rules. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/**
 * Serves the files below `folder`, listed once: a request picks one of them by its exact path or gets 404, so no
 * spelling of a path can reach outside.
 */
export function serveAppFiles(session: Session, folder: string): void {
  const files = listFiles(folder);
  session.protocol.handle(SCHEME, async (request) => {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405);
    const file = isOurs(origin, request.url) ? files.get(pathname) : undefined;
    if (file === undefined) return answer(404);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return new Response(await readFile(file), { headers: { ...HEADERS, 'content-type': type } });
  });
}

// Node's URL gives schemes it does not know the origin "null".
function isOurs(origin: string, url: string): boolean {
  return origin === APP_ORIGIN || url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const walk = (path: string) => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = `${path}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else files.set(name, join(folder, name));
    }
  };
  walk('');
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

function answer(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}
