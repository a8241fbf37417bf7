import type { IncomingMessage, ServerResponse } from 'node:http';
import { CONTENT_TYPES, exportResponse, statusBody, type Encoding } from '../otlp/responses.ts';
import type { Signal } from '../otlp/types.ts';
import type { Lingering } from './lingering.ts';
import type { Refusal } from './refusal.ts';
import type { IngestOutcome } from './types.ts';

/** Unread body bytes worth reading to keep a connection; above it the connection is closed instead. */
const DRAIN_BYTES = 1024 * 1024;

type Stored = Extract<IngestOutcome, { kind: 'stored' }>;

/** Raw header lists for `writeHead`: the shortest way through `node:http`. */
const SUCCESS_HEADERS: Readonly<Record<Encoding, readonly string[]>> = {
  protobuf: ['Content-Type', CONTENT_TYPES.protobuf, 'Content-Length', '0'],
  json: ['Content-Type', CONTENT_TYPES.json, 'Content-Length', '2'],
};

/** Answers an export request that was stored, with `partial_success` where records were rejected. */
export function answerStored(
  res: ServerResponse,
  signal: Signal,
  encoding: Encoding,
  outcome: Stored,
): void {
  if (outcome.rejected === 0 && outcome.reasons.length === 0) {
    res.writeHead(200, SUCCESS_HEADERS[encoding] as string[]);
    if (encoding === 'json') res.end('{}');
    else res.end();
    return;
  }
  const body = exportResponse(signal, encoding, outcome.rejected, outcome.reasons.join('; '));
  res.writeHead(200, [
    'Content-Type',
    CONTENT_TYPES[encoding],
    'Content-Length',
    String(body.length),
  ]);
  res.end(body);
}

/** Answers a list of JamJet's events, whose SDKs look at the status only: what came of them, in its own words. */
export function answerEvents(res: ServerResponse, outcome: Stored): void {
  const { accepted, duplicates, rejected, reasons } = outcome;
  const body = Buffer.from(JSON.stringify({ accepted, duplicates, rejected, errors: reasons }));
  res.writeHead(200, ['Content-Type', CONTENT_TYPES.json, 'Content-Length', String(body.length)]);
  res.end(body);
}

/**
 * Refuses a request with a `google.rpc.Status` in the request's own encoding.
 *
 * A short unread body is read and dropped so that the connection lives on. A long one is cut: the answer is
 * sent at once, the connection is closed, but only after the sender had time to see why.
 */
export function answerRefusal(
  req: IncomingMessage,
  res: ServerResponse,
  encoding: Encoding,
  refusal: Refusal,
  lingering: Lingering,
  extraHeaders: readonly string[] = [],
): void {
  if (res.headersSent || res.destroyed) return;
  const { status, rpcCode, message, retryAfterSeconds } = refusal;
  const body = statusBody(encoding, rpcCode, message, retryAfterSeconds);
  const headers = ['Content-Type', CONTENT_TYPES[encoding], 'Content-Length', String(body.length)];
  if (retryAfterSeconds !== undefined) headers.push('Retry-After', String(retryAfterSeconds));
  if (status === 401) headers.push('WWW-Authenticate', 'Bearer');
  headers.push(...extraHeaders);
  const isUnread = !req.complete;
  // Who was too slow would be for the rest as well.
  const cut = isUnread && (status === 408 || unreadBytes(req) > DRAIN_BYTES);
  if (cut) headers.push('Connection', 'close');
  res.writeHead(status, headers);
  req.resume();
  if (!cut) {
    res.end(body);
    if (isUnread) lingering.addShort(req, res);
    return;
  }
  res.write(body);
  lingering.add(req, res);
}

/** Bytes of body that may still come: 0 without one, unlimited where the length is not announced. */
function unreadBytes(req: IncomingMessage): number {
  if (req.headers['transfer-encoding'] !== undefined) return Infinity;
  const length = Number(req.headers['content-length'] ?? 0);
  // Who waits for "100 Continue" and is refused may send the body or not: only closing is safe.
  return req.headers.expect !== undefined && length > 0 ? Infinity : length;
}
