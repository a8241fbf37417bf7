import { AppError, ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';
import { RPC_CODE, type RpcCode } from '../otlp/responses.ts';
import type { AdmissionRefusal } from './admission.ts';
import type { IngestOutcome } from './types.ts';

/** A request that is not taken: the same for HTTP and gRPC, each of which writes it down its own way. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  readonly rpcCode: RpcCode;
  readonly message: string;
  /** Only on answers that ask the sender to try again. */
  readonly retryAfterSeconds?: number;
}

/** Seconds after which a full collector is asked again: one queue's worth of work takes about as long. */
const RETRY_AFTER_SECONDS = 1;

const RPC_OF_CODE: Readonly<Record<ErrorCode, RpcCode>> = {
  invalid: RPC_CODE.invalidArgument,
  unauthenticated: RPC_CODE.unauthenticated,
  forbidden: RPC_CODE.permissionDenied,
  not_found: RPC_CODE.notFound,
  conflict: RPC_CODE.invalidArgument,
  too_large: RPC_CODE.resourceExhausted,
  unsupported: RPC_CODE.invalidArgument,
  busy: RPC_CODE.resourceExhausted,
  internal: RPC_CODE.internal,
  unavailable: RPC_CODE.unavailable,
};

export function refusal(
  code: ErrorCode,
  message: string,
  retryAfterSeconds = RETRY_AFTER_SECONDS,
): Refusal {
  const base = { status: ERROR_STATUS[code], rpcCode: RPC_OF_CODE[code], message };
  const retry = code === 'busy' || code === 'unavailable';
  return retry ? { ...base, retryAfterSeconds } : base;
}

/** No room: 503 when the collector as a whole is full, 429 when this project alone crowds out the others. */
export function overload(reason: AdmissionRefusal): Refusal {
  return reason === 'full'
    ? refusal(
        'unavailable',
        'The collector is busy: more data is waiting than it can hold. Try again.',
      )
    : refusal(
        'busy',
        'This project has more data waiting than its share. Send more slowly, then try again.',
      );
}

export function tooLarge(limitBytes: number): Refusal {
  return refusal('too_large', `The body is larger than ${limitBytes} bytes. Send smaller batches.`);
}

/** A failure of the pipeline. */
export function failure({
  code,
  message,
  retryAfterSeconds,
}: Extract<IngestOutcome, { kind: 'failed' }>): Refusal {
  return refusal(code, message, retryAfterSeconds);
}

/** Whatever was thrown, without showing what only the log may know. */
export function thrown(error: unknown): Refusal {
  if (error instanceof AppError) return refusal(error.code, error.message);
  return refusal('internal', 'The collector failed to handle this request. Its log says more.');
}
