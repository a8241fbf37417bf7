import { AppError } from '../../../shared/errors.ts';
import { parseBounded, parseBoundedExact } from '../otlp/bounded-json.ts';

/** Parses JSON with integers beyond 2^53 as text. Throws as {@link parseBounded}. */
export function parseJson(text: string): unknown {
  return /9\d{15}|\d{17}/.test(text) ? parseBoundedExact(text) : parseBounded(text);
}

/** What to tell of a value that {@link parseJson} did not take. */
export function whyUnread(error: unknown, what = 'it'): string {
  return error instanceof AppError ? `${what} holds too many values` : `${what} is not valid JSON`;
}
