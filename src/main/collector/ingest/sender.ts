import type { Authentication } from '../keys/key-ring.ts';
import type { RequestHeaders } from '../keys/read-credentials.ts';
import { refusal, type Refusal } from './refusal.ts';

/** The part of the key ring that ingest needs. */
export interface KeyCheck {
  authenticate(headers: RequestHeaders, local: boolean): Authentication;
}

/**
 * The project a request's data goes to, or why it may not send any.
 *
 * @param loopback whether the listener can only be reached from this machine
 */
export function identifySender(
  keys: KeyCheck,
  headers: RequestHeaders,
  loopback: boolean,
): string | Refusal {
  // Behind a proxy on this machine everybody looks local, so what came through one needs a key.
  const forwarded = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
  const result = keys.authenticate(headers, loopback && !forwarded);
  if (!result.ok) return refusal('unauthenticated', result.reason);
  const { principal } = result;
  if (principal.kind !== 'keyless' && principal.kind !== 'key') {
    return refusal('forbidden', 'Telemetry needs an API key of the project it belongs to.');
  }
  if (principal.kind === 'keyless') return principal.projectId;
  if (principal.scopes.includes('ingest') || principal.scopes.includes('admin')) {
    return principal.projectId;
  }
  const scopes = principal.scopes.join(', ');
  return refusal(
    'forbidden',
    `This API key may not send telemetry: it has the scope ${scopes}, and "ingest" is needed.`,
  );
}
