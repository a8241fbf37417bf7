import type { Signal } from './types.ts';
import { WireWriter } from './wire-writer.ts';

/** The two encodings of OTLP/HTTP. */
export type Encoding = 'protobuf' | 'json';

/** Content type of each encoding, for requests and responses. */
export const CONTENT_TYPES: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The codes of `google.rpc.Code` this collector answers with. */
export const RPC_CODE = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** One of the values of {@link RPC_CODE}. */
export type RpcCode = (typeof RPC_CODE)[keyof typeof RPC_CODE];

/** How the rejected units are called in the partial success of each signal (field 1 of its message). */
const REJECTED_FIELD: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

const RETRY_INFO_TYPE = 'type.googleapis.com/google.rpc.RetryInfo';

/** Errors travel in headers and logs of the sender too, so they stay short. */
const MAX_MESSAGE_LENGTH = 2_000;

/**
 * Body of an Export{Trace,Logs,Metrics}ServiceResponse: empty (`{}`) for full success, else its `partial_success`.
 *
 * `rejected` 0 with a message is a warning (OTLP 1.11, "Partial Success").
 */
export function exportResponse(
  signal: Signal,
  encoding: Encoding,
  rejected = 0,
  message = '',
): Uint8Array {
  const errorMessage = clip(message);
  const isPartial = rejected > 0 || errorMessage !== '';
  if (encoding === 'json') {
    const partialSuccess = {
      ...(rejected > 0 && { [REJECTED_FIELD[signal]]: String(rejected) }),
      ...(errorMessage !== '' && { errorMessage }),
    };
    return Buffer.from(JSON.stringify(isPartial ? { partialSuccess } : {}));
  }
  const writer = new WireWriter(64);
  if (isPartial) {
    const mark = writer.begin(1, 1);
    if (rejected > 0) writer.varintField(1, rejected);
    if (errorMessage !== '') writer.stringField(2, errorMessage);
    writer.end(mark, 1);
  }
  return writer.finish();
}

/**
 * Body of a `google.rpc.Status`: what every 4xx and 5xx answer to an OTLP request carries, and, as protobuf, the
 * content of gRPC's `grpc-status-details-bin`.
 *
 * With `retryAfterSeconds` it holds a RetryInfo, without which gRPC clients do not retry RESOURCE_EXHAUSTED.
 */
export function statusBody(
  encoding: Encoding,
  code: RpcCode,
  message: string,
  retryAfterSeconds?: number,
): Uint8Array {
  const text = clip(message);
  if (encoding === 'json') {
    const retryDelay = `${retryAfterSeconds}s`;
    const details = [{ '@type': RETRY_INFO_TYPE, retryDelay }];
    return Buffer.from(
      JSON.stringify({ code, message: text, ...(retryAfterSeconds !== undefined && { details }) }),
    );
  }
  const writer = new WireWriter(128);
  writer.varintField(1, code);
  if (text !== '') writer.stringField(2, text);
  if (retryAfterSeconds !== undefined) {
    const any = writer.begin(3, 1);
    writer.stringField(1, RETRY_INFO_TYPE);
    writer.bytesField(2, retryInfo(retryAfterSeconds));
    writer.end(any, 1);
  }
  return writer.finish();
}

/** Body of a `google.rpc.RetryInfo`: one Duration of whole seconds and nanoseconds. */
function retryInfo(seconds: number): Uint8Array {
  const whole = Math.floor(seconds);
  const nanoseconds = Math.round((seconds - whole) * 1e9);
  const writer = new WireWriter(16);
  const delay = writer.begin(1, 1);
  if (whole > 0) writer.varintField(1, whole);
  if (nanoseconds > 0) writer.varintField(2, nanoseconds);
  writer.end(delay, 1);
  return writer.finish();
}

function clip(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH
    ? `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…`
    : message;
}
