import { findKeyedSecret } from './find-keyed-secret.ts';
import type { Scan } from './scan.ts';

/** User information of a URL (RFC 3986, section 3.2.1); passwords with `@`, `#` and `/` in them occur. */
const CREDENTIALS =
  /:\/\/([^\s:/@"'<>]{0,128}(?:@[^\s:/@"'<>]{1,64})?):([^\s"'<>@]{0,128}(?:@[^\s"'<>@/:.]{0,40}){0,2})@(?=[\w[.-])/y;
const LONE_TOKEN = /:\/\/([A-Za-z0-9_-]{24,255})@/y;
const WEBHOOK =
  /:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[a-z0-9-]+\.webhook\.office\.com\/webhookb2|outlook\.office(?:365)?\.com\/webhook|hooks\.zapier\.com\/hooks\/(?:catch|standard)|hook\.[a-z0-9]{2,8}\.make\.com)(\/[A-Za-z0-9/@_-]{16,300})/y;

/** A password, a token or a secret path in the URL whose `://` is at `at`. */
export function findUrlSecret(scan: Scan, at: number): number {
  const after = at + 3;
  if (!scan.wants('SECRET')) return after;
  const isLogin = hasAt(scan, after);
  CREDENTIALS.lastIndex = at;
  const found = isLogin ? CREDENTIALS.exec(scan.text) : null;
  if (found !== null) {
    const password = found[2]!;
    const end = CREDENTIALS.lastIndex - 1;
    const path = password.search(/[/?#]/);
    // The first slash ends the authority, unless no host and port could be before it.
    const host = path < 0 ? '' : password.slice(0, path);
    if (VARIABLE.test(scan.text.slice(after, end))) return after;
    const [, user] = found;
    if (NO_PASSWORD.test(password) && TOKEN_USER.test(user!)) {
      return scan.add(after, after + user!.length, 'SECRET', 'secret.url_token');
    }
    if (password !== '' && !/^\d{1,5}$/.test(host) && !isPlaceholder(password)) {
      return scan.add(end - password.length, end, 'SECRET', 'secret.url_password');
    }
  }
  LONE_TOKEN.lastIndex = at;
  const lone = isLogin ? LONE_TOKEN.exec(scan.text) : null;
  if (lone !== null && /\d/.test(lone[1]!)) {
    return scan.add(after, after + lone[1]!.length, 'SECRET', 'secret.url_token');
  }
  WEBHOOK.lastIndex = at;
  const hook = WEBHOOK.exec(scan.text);
  if (hook !== null) {
    const end = WEBHOOK.lastIndex;
    return scan.add(end - hook[1]!.length, end, 'SECRET', 'secret.webhook');
  }
  const keyed = findKeyedSecret(scan, at);
  return Math.max(keyed, after);
}

/** An `@` in the word that begins at `start`, as far as user information reaches. */
function hasAt(scan: Scan, start: number): boolean {
  const limit = Math.min(scan.length, start + 420);
  // Of URLs one behind the other each is looked at once.
  const from = start >= scan.plainFrom && start <= scan.plainTo ? scan.plainTo : start;
  for (let at = from; at < limit; at++) {
    const code = scan.code(at);
    if (code === 64) return true;
    if (code <= 32 || code === 34 || code === 39 || code === 60 || code === 62) return false;
  }
  scan.plainFrom = start;
  scan.plainTo = Math.max(from, limit);
  return false;
}

/** What stands for the password where the name of the user is a token: `https://TOKEN:x-oauth-basic@github.com`. */
const NO_PASSWORD = /^(?:x-oauth-basic|api_?token|token|unused|x|_)?$/i;
const TOKEN_USER = /^(?=[A-Za-z_-]{0,60}\d)[A-Za-z0-9_-]{20,255}$/;

/** `${USER:-app}:${PASSWORD:-x1}`, of which the default is looked at by itself. */
const VARIABLE = /^(?:\$\{[^{}]*\}|[\w.-]*):\$\{[^{}]*\}$/;

/** `${PASSWORD}`, `<password>`, `***`, `[SECRET]`. */
function isPlaceholder(password: string): boolean {
  return /^(?:\$?\{.*\}|\$\(.*\)|\$[A-Z_]+|<.*|\*+|x{3,}|\[.*\]|%[sd]|\.{3})$/i.test(password);
}
