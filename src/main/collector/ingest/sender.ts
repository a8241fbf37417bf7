import type { Authentication } from '../keys/key-ring.ts';
import type { RequestHeaders } from '../keys/read-credentials.ts';
import type { Signal } from '../otlp/types.ts';
import { KEYLESS, type UsageMeter } from '../usage/usage-meter.ts';
import { refusal, type Refusal } from './refusal.ts';

/** The part of the key ring that ingest needs. */
export interface KeyCheck {
  authenticate(
    headers: RequestHeaders,
    local: boolean,
    address: string | undefined,
  ): Authentication;
  /** Told of spans that were stored for a key. */
  countSpans(keyId: string, spans: number): void;
}

/** Whose data a request brings. */
export interface Sender {
  readonly projectId: string;
  /** Null for data without a key. */
  readonly keyId: string | null;
}

/**
 * The project a request's data goes to, or why it may not send any.
 *
 * @param loopback whether the listener can only be reached from this machine
 * @param address IP address of the other end of the connection
 */
export function identifySender(
  keys: KeyCheck,
  headers: RequestHeaders,
  loopback: boolean,
  address: string | undefined,
): Sender | Refusal {
  // Behind a proxy on this machine everybody looks local, so what came through one needs a key.
  const forwarded = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
  const result = keys.authenticate(headers, loopback && !forwarded, address);
  if (!result.ok) return refusal(result.code, result.reason);
  const { principal } = result;
  if (principal.kind !== 'keyless' && principal.kind !== 'key') {
    return refusal('forbidden', 'Telemetry needs an API key of the project it belongs to.');
  }
  if (principal.kind === 'keyless') return { projectId: principal.projectId, keyId: null };
  if (principal.scopes.includes('ingest') || principal.scopes.includes('admin')) {
    return { projectId: principal.projectId, keyId: principal.keyId };
  }
  const scopes = principal.scopes.join(', ');
  return refusal(
    'forbidden',
    `This API key may not send telemetry: it has the scope ${scopes}, and "ingest" is needed.`,
  );
}

/** Why a limit of its project or its key keeps a request out, before its body is read. */
export function checkLimits(
  meter: UsageMeter | undefined,
  { projectId, keyId }: Sender,
  signal: Signal,
): Refusal | undefined {
  const limited = meter?.check(projectId, keyId ?? KEYLESS, signal);
  return limited && refusal('busy', limited.message, limited.retryAfterSeconds);
}

/** Tells the key of a request what was stored for it. */
export function countStored(
  keys: KeyCheck,
  sender: Sender,
  signal: Signal,
  accepted: number,
): void {
  if (signal === 'traces' && sender.keyId !== null) keys.countSpans(sender.keyId, accepted);
}
