import { AppError } from '../../../shared/errors.ts';
import type { IngestOutcome } from './types.ts';

/** A failed request as an error, for callers that are not senders of telemetry. */
export function failureOf(
  { code, message, retryAfterSeconds }: Extract<IngestOutcome, { kind: 'failed' }>,
  place = '',
): AppError {
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new AppError(code, `${place}${message}`, options);
}
