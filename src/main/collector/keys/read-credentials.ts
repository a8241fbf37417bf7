/** Request headers by lower-case name, as `node:http` gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The credential of a request: nothing, something unreadable, or a secret with its public half if one came along. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'secret'; readonly secret: string; readonly publicKey: string | null };

const NONE: Credential = { kind: 'none' };

/**
 * Finds the credential in any of the forms SDKs send: `Authorization: Bearer`, `Authorization: Basic` (user
 * `api-key`, or the public half of a pair), `x-api-key`, `X-Public-Key` with `X-Secret-Key`.
 */
export function readCredentials(headers: RequestHeaders): Credential {
  const authorization = headers['authorization'];
  if (typeof authorization === 'string') return readAuthorization(authorization);
  const apiKey = headers['x-api-key'];
  if (typeof apiKey === 'string') return { kind: 'secret', secret: apiKey.trim(), publicKey: null };
  const secretKey = headers['x-secret-key'];
  const publicKey = headers['x-public-key'];
  if (typeof secretKey === 'string') {
    if (typeof publicKey === 'string')
      return { kind: 'secret', secret: secretKey.trim(), publicKey: publicKey.trim() };
    return { kind: 'unreadable', reason: 'X-Secret-Key came without X-Public-Key.' };
  }
  if (typeof publicKey === 'string') {
    return { kind: 'unreadable', reason: 'X-Public-Key came without X-Secret-Key.' };
  }
  return NONE;
}

function readAuthorization(header: string): Credential {
  const space = header.indexOf(' ');
  const scheme = (space < 0 ? header : header.slice(0, space)).toLowerCase();
  const rest = space < 0 ? '' : header.slice(space + 1).trim();
  if (scheme === 'bearer' && rest !== '') return { kind: 'secret', secret: rest, publicKey: null };
  if (scheme === 'basic') return readBasic(rest);
  // `OTEL_EXPORTER_OTLP_HEADERS=authorization=spw_...` is a common slip, and it is unambiguous.
  if (space < 0 && header.startsWith('spw_'))
    return { kind: 'secret', secret: header, publicKey: null };
  return {
    kind: 'unreadable',
    reason: 'The Authorization header is neither "Bearer <key>" nor "Basic <credentials>".',
  };
}

function readBasic(encoded: string): Credential {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0)
    return {
      kind: 'unreadable',
      reason: 'The Basic credentials are not base64 of "user:password".',
    };
  const user = text.slice(0, colon);
  const secret = text.slice(colon + 1);
  return { kind: 'secret', secret, publicKey: user === 'api-key' ? null : user };
}
