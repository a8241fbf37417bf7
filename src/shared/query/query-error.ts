import { AppError } from '../errors.ts';

/** A filter that cannot be read or makes no sense, with the place in its text. */
export class QueryError extends AppError {
  /** UTF-16 offsets of what is wrong; both are the length of the text where something is missing at its end. */
  readonly from: number;
  readonly to: number;

  /** @param expected a sentence: what is wrong there, and what would do */
  constructor(text: string, from: number, to: number, expected: string) {
    const found = from >= text.length ? 'its end' : `"${shorten(text.slice(from, to))}"`;
    super('invalid', `The filter is wrong at position ${from + 1}, ${found}: ${expected}`);
    this.name = 'QueryError';
    this.from = from;
    this.to = to;
  }
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}...`;
}
