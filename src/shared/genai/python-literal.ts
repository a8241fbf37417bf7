import type { JsonValue } from './llm-view.ts';

/** Longest text read, in UTF-16 units, and deepest nesting. */
const MAX_LENGTH = 256 * 1024;
const MAX_DEPTH = 32;

const WORDS: ReadonlyMap<string, JsonValue> = new Map([
  ['None', null],
  ['True', true],
  ['False', false],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\n', ''],
]);

/** One token: a text in quotes, a number, a word, or a sign. */
const TOKEN =
  /\s*(?:'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)"|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([A-Za-z]+)|([[\](){}:,]))\s*/iy;

/**
 * The lists, objects and texts that a value spells as Python's `str()` writes it (`{'id': 'call_7', 'n': None}`), which
 * some SDKs send for JSON; undefined for anything else, objects of classes included. Takes linear time.
 */
export function parsePythonLiteral(text: string): JsonValue | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  return reader.isAtEnd ? value : undefined;
}

type Token = { readonly sign: string } | { readonly value: JsonValue };

class LiteralReader {
  readonly #text: string;
  #at = 0;
  #token: Token | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#next();
  }

  get isAtEnd(): boolean {
    return this.#token === undefined && this.#at === this.#text.length;
  }

  value(depth: number): JsonValue | undefined {
    const token = this.#token;
    if (token === undefined || depth > MAX_DEPTH) return undefined;
    this.#next();
    if ('value' in token) return token.value;
    if (token.sign === '{') return this.#object(depth);
    if (token.sign === '[') return this.#list(']', depth);
    return token.sign === '(' ? this.#list(')', depth) : undefined;
  }

  #list(end: string, depth: number): JsonValue[] | undefined {
    const items: JsonValue[] = [];
    while (!this.#takes(end)) {
      const item = this.value(depth + 1);
      if (item === undefined || !(this.#takes(',') || this.#sees(end))) return undefined;
      items.push(item);
    }
    return items;
  }

  #object(depth: number): { [key: string]: JsonValue } | undefined {
    const members: [string, JsonValue][] = [];
    while (!this.#takes('}')) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || !this.#takes(':')) return undefined;
      const member = this.value(depth + 1);
      if (member === undefined || !(this.#takes(',') || this.#sees('}'))) return undefined;
      members.push([key, member]);
    }
    return Object.fromEntries(members);
  }

  #sees(sign: string): boolean {
    return this.#token !== undefined && 'sign' in this.#token && this.#token.sign === sign;
  }

  #takes(sign: string): boolean {
    const seen = this.#sees(sign);
    if (seen) this.#next();
    return seen;
  }

  #next(): void {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    this.#token = found === null ? undefined : tokenOf(found);
    if (found !== null && this.#token !== undefined) this.#at = TOKEN.lastIndex;
  }
}

function tokenOf([, single, double, number, word, sign]: RegExpExecArray): Token | undefined {
  const text = single ?? double;
  if (text !== undefined) return { value: unescaped(text) };
  if (number !== undefined) return { value: Number(number) };
  if (sign !== undefined) return { sign };
  const value = WORDS.get(word ?? '');
  return value === undefined ? undefined : { value };
}

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([^]))/gi, (_all, x, u, one) => {
    const code = (x ?? u) as string | undefined;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return ESCAPES.get(one as string) ?? (one as string);
  });
}
