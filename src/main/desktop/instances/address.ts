import { AppError } from '../../../shared/errors.ts';
import { isIP } from 'node:net';

/** Port of the console, which desktop apps talk to. */
const CONSOLE_PORT = 4319;

/** Hosts that cannot be anywhere else, whatever a name server says. */
function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * The address of a remote instance in what a person typed or pasted: an origin, `https://host:port`.
 *
 * Without a scheme it is https, and without either the port is that of the console. Plain http goes to this machine
 * only: a password and everything one looks at would travel for anybody to read.
 *
 * @throws AppError `invalid` that says what to write instead
 */
export function readAddress(text: string): string {
  const typed = text.trim();
  const bare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  const url = parse(bare ? `https://${typed}` : typed);
  if (url === undefined || typed === '') {
    throw new AppError('invalid', 'Write an address such as https://traces.example.com:4319.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new AppError('invalid', `The address must begin with https://, not ${url.protocol}//.`);
  }
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    throw new AppError(
      'invalid',
      `Over http:// your password and all data would travel to ${url.hostname} unencrypted. Use https://: "spanward serve --tls self-signed" turns it on there.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError(
      'invalid',
      'Leave name and password out of the address: you sign in afterwards.',
    );
  }
  // A pasted sign-in link says where the console is; its fragment is no part of the address.
  if (url.pathname !== '/' || url.search !== '') {
    throw new AppError('invalid', `Write the address without a path: ${url.origin}.`);
  }
  if (bare && url.port === '' && !typed.endsWith(':443')) url.port = String(CONSOLE_PORT);
  return url.origin;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
