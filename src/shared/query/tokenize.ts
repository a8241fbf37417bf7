import { QueryError } from './query-error.ts';

export type TokenKind = 'word' | 'string' | 'operator' | '(' | ')' | ',' | 'end';

/** A piece of a filter's text; `from` and `to` are UTF-16 offsets. */
export interface Token {
  readonly kind: TokenKind;
  /** Of a string what it means, of anything else the piece itself. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Longest filter, UTF-16 units. */
export const MAX_QUERY = 8192;

/** Characters that end a bare word. */
const WORD = /[^\s"(),=!<>~]+/y;
const SPACE = /\s*/y;
const OPERATOR = /==|!=|!~|<=|>=|[=<>~!]/y;

/**
 * Cuts a filter into pieces, the last of kind `end`.
 *
 * In a quoted text `\"` stands for a quote and `\\` for a backslash; any other backslash stays, so that patterns can be
 * written as they are.
 * @throws QueryError for a quote that is not closed, or a text longer than {@link MAX_QUERY}
 */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_QUERY) {
    throw new QueryError(
      text,
      MAX_QUERY,
      MAX_QUERY + 1,
      `a filter has at most ${MAX_QUERY} characters.`,
    );
  }
  const tokens: Token[] = [];
  let at = skip(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = skip(text, token.to);
  }
  tokens.push({ kind: 'end', text: '', from: text.length, to: text.length });
  return tokens;
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}

function tokenAt(text: string, from: number): Token {
  const sign = text[from]!;
  if (sign === '(' || sign === ')' || sign === ',') {
    return { kind: sign, text: sign, from, to: from + 1 };
  }
  if (sign === '"') return stringAt(text, from);
  for (const [kind, pattern] of [
    ['operator', OPERATOR],
    ['word', WORD],
  ] as const) {
    pattern.lastIndex = from;
    const [piece] = pattern.exec(text) ?? [];
    if (piece !== undefined) return { kind, text: piece, from, to: from + piece.length };
  }
  throw new QueryError(text, from, from + 1, 'this character has no meaning here.');
}

function stringAt(text: string, from: number): Token {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '"') return { kind: 'string', text: value, from, to: at + 1 };
    const next = text[at + 1];
    if (sign === '\\' && (next === '"' || next === '\\')) {
      value += next;
      at++;
    } else value += sign;
  }
  throw new QueryError(
    text,
    from,
    text.length,
    'the quote is not closed; add " at the end of the text.',
  );
}

/** A text in quotes, so that {@link tokenize} reads back the same. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** Words with a meaning of their own, in any letter case. */
const RESERVED: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'between',
  'exists',
  'has',
  'count',
  'pinned',
  '&&',
  '||',
]);

/** A text as a bare word where that reads back the same everywhere, else in quotes. */
export function bareOrQuoted(text: string): string {
  return /^[\p{L}\p{N}_$@/*+.:%#?^-]+$/u.test(text) &&
    !RESERVED.has(text.toLowerCase()) &&
    !text.includes('..')
    ? text
    : quote(text);
}
