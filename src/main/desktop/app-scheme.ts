import { protocol, type Session } from 'electron';
import { PAGE_HEADERS, readPageFiles } from '../collector/api/page-files.ts';

const SCHEME = 'app';
/** Origin of every page of ours; a page from anywhere else has no rights. */
export const APP_ORIGIN = `${SCHEME}://local`;

/** Must run before the app is ready; gives the pages a real origin without any power to bypass rules. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/**
 * Serves the files below `folder`, read once: a request picks one of them by its exact path or gets 404, so no
 * spelling of a path can reach outside.
 */
export function serveAppFiles(session: Session, folder: string): void {
  const files = readPageFiles(folder);
  session.protocol.handle(SCHEME, (request) => {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405);
    const file = isOurs(origin, request.url) ? files.get(pathname) : undefined;
    if (file === undefined) return answer(404);
    return new Response(file.bytes, { headers: { ...PAGE_HEADERS, 'content-type': file.type } });
  });
}

// Node's URL gives schemes it does not know the origin "null".
function isOurs(origin: string, url: string): boolean {
  return origin === APP_ORIGIN || url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

function answer(status: number): Response {
  return new Response(null, { status, headers: PAGE_HEADERS });
}
