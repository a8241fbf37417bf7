/**
 * Every failure a caller can meet, as a closed set of codes.
 *
 * HTTP status and CLI exit code derive from the code, so a new code is added here and nowhere else.
 */
export const ERROR_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  busy: 429,
  internal: 500,
  unavailable: 503,
} as const;

/** One of the codes of {@link ERROR_STATUS}. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** An expected failure: its message says what happened, where, and what to do; it never holds secrets. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Seconds after which a retry makes sense, for `busy` and `unavailable`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: ErrorOptions & { retryAfterSeconds?: number },
  ) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}
