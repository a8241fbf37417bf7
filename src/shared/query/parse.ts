import { QueryError } from './query-error.ts';
import { COMPARISONS, type Comparison, type QueryNode, type Term } from './syntax.ts';
import { tokenize, type Token } from './tokenize.ts';

/** Brackets, `not`, `has` and `count` inside each other. */
const MAX_DEPTH = 40;
/** Conditions of one filter. */
const MAX_CONDITIONS = 100;
/** Values of one list. */
const MAX_VALUES = 200;

/** What stands before the name of a score. */
const SCORE = /^(?:(?:trace|span)\.)?score\.$/i;

const CONDITION = 'expected a condition such as status = error, or a text to look for.';
const VALUE = 'expected a value; put it in quotes if it is one of these words or has signs in it.';

/**
 * Reads a filter; null for a blank one, which everything passes.
 *
 * @throws QueryError at the first place that cannot be read
 */
export function parseQuery(text: string): QueryNode | null {
  return new Parser(text).query();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #conditions = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  query(): QueryNode | null {
    if (this.#tokens.length === 1) return null;
    const node = this.#or();
    const { kind } = this.#next;
    if (kind !== 'end') {
      this.#fail(
        kind === ')'
          ? 'this bracket was not opened.'
          : 'expected "and", "or" or the end of the filter; put texts with such signs in quotes.',
      );
    }
    return node;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #ahead(distance: number): Token {
    return this.#tokens[Math.min(this.#at + distance, this.#tokens.length - 1)]!;
  }

  #take(): Token {
    const token = this.#next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #fail(expected: string, { from, to }: { from: number; to: number } = this.#next): never {
    throw new QueryError(this.#text, from, to, expected);
  }

  #or(): QueryNode {
    const parts = [this.#and()];
    while (isWord(this.#next, 'or', '||')) {
      this.#take();
      parts.push(this.#and());
    }
    return joined('or', parts);
  }

  #and(): QueryNode {
    const parts = [this.#not()];
    for (;;) {
      if (isWord(this.#next, 'and', '&&')) this.#take();
      // Conditions that simply follow each other must all be met.
      else if (!this.#startsCondition()) break;
      parts.push(this.#not());
    }
    return joined('and', parts);
  }

  #startsCondition(): boolean {
    const { kind, text } = this.#next;
    if (kind === 'word') return !isWord(this.#next, 'or', '||');
    return kind === 'string' || kind === '(' || (kind === 'operator' && text === '!');
  }

  #not(): QueryNode {
    const { kind, text, from } = this.#next;
    if (!isWord(this.#next, 'not') && !(kind === 'operator' && text === '!'))
      return this.#primary();
    this.#take();
    const part = this.#within(() => this.#not());
    return { kind: 'not', part, from, to: part.to };
  }

  #within<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#fail(`a filter nests at most ${MAX_DEPTH} deep.`);
    const result = read();
    this.#depth--;
    return result;
  }

  #primary(): QueryNode {
    const token = this.#next;
    if (token.kind === '(') return this.#bracket();
    if (token.kind !== 'word' && token.kind !== 'string') return this.#fail(CONDITION);
    if (isWord(token, 'and', 'or', '&&', '||')) return this.#fail(CONDITION);
    const opens = this.#ahead(1).kind === '(';
    if (opens && isWord(token, 'has')) return this.#has();
    if (opens && isWord(token, 'count')) return this.#count();
    if (++this.#conditions > MAX_CONDITIONS) {
      return this.#fail(`a filter has at most ${MAX_CONDITIONS} conditions.`);
    }
    return this.#condition();
  }

  #bracket(): QueryNode {
    const { from } = this.#take();
    const node = this.#within(() => this.#or());
    const to = this.#close();
    return { ...node, from, to };
  }

  #close(): number {
    if (this.#next.kind !== ')') this.#fail('expected ")" or another condition.');
    return this.#take().to;
  }

  #has(): QueryNode {
    const { from } = this.#take();
    this.#take();
    const part = this.#within(() => this.#or());
    return { kind: 'has', part, from, to: this.#close() };
  }

  #count(): QueryNode {
    const { from } = this.#take();
    this.#take();
    const part = this.#next.kind === ')' ? null : this.#within(() => this.#or());
    this.#close();
    const operator = comparisonOf(this.#next);
    if (operator === undefined || operator === '~' || operator === '!~') {
      return this.#fail('expected a comparison with a number, such as > 3.');
    }
    this.#take();
    const value = this.#value();
    return { kind: 'count', part, operator, value, from, to: value.to };
  }

  #condition(): QueryNode {
    const first = this.#take();
    const { from } = first;
    if (isWord(first, 'exists')) {
      if (this.#next.kind !== 'word' && this.#next.kind !== 'string')
        return this.#fail('expected a key after "exists".');
      const key = this.#key(this.#take());
      return { kind: 'exists', key, from, to: key.to };
    }
    const key = this.#key(first);
    const operator = comparisonOf(this.#next);
    if (operator !== undefined) {
      this.#take();
      const value = this.#value();
      return { kind: 'compare', key, operator, value, from, to: value.to };
    }
    if (isWord(this.#next, 'exists')) {
      return { kind: 'exists', key, from, to: this.#take().to };
    }
    if (isWord(this.#next, 'not') && this.#isList(1)) {
      this.#take();
      const part = this.#list(key);
      return { kind: 'not', part, from, to: part.to };
    }
    if (this.#isList(0)) return this.#list(key);
    if (isWord(this.#next, 'between') && isWord(this.#ahead(2), 'and')) {
      this.#take();
      const low = this.#value();
      this.#take();
      const high = this.#value();
      return { kind: 'between', key, low, high, from, to: high.to };
    }
    // A word with a meaning of its own, as one asks for what is pinned and not for the word.
    if (isWord(first, 'pinned')) return { kind: 'exists', key, from, to: key.to };
    if (key.to !== first.to) return this.#fail('expected a comparison, such as > 0.5.');
    return { kind: 'text', text: first.text, from, to: first.to };
  }

  /** A key that begins with this token: the name of a score may be in quotes, `score."of answer"`. */
  #key(first: Token): Term {
    const member = this.#member(first);
    if (member !== undefined) return member;
    const { kind, text, from, to } = this.#next;
    if (first.kind !== 'word' || kind !== 'string' || from !== first.to) return termOf(first);
    if (!SCORE.test(first.text)) return termOf(first);
    this.#take();
    return { text: first.text + text, isQuoted: false, from: first.from, to };
  }

  /** A key that goes on into a map, without blanks: `key["outer"]["inner"]`. */
  #member(first: Token): Term | undefined {
    const isQuoted = first.kind === 'string';
    // In a bare key the first bracket is part of the word.
    const opening = isQuoted ? this.#next : first;
    if (opening.kind !== 'word' || !opening.text.endsWith('[')) return undefined;
    if (isQuoted ? opening.text !== '[' || opening.from !== first.to : first.text === '[') return;
    const path: string[] = [];
    for (let i = isQuoted ? 1 : 0, before = opening; ; i += 2) {
      const [name, closing] = [this.#ahead(i), this.#ahead(i + 1)];
      const isName = name.kind === 'string' && name.from === before.to;
      if (!isName || closing.kind !== 'word' || closing.from !== name.to) return undefined;
      if (closing.text !== ']' && closing.text !== '][') return undefined;
      path.push(name.text);
      before = closing;
      if (closing.text === '][') continue;
      this.#at += i + 2;
      const text = isQuoted ? first.text : first.text.slice(0, -1);
      return { text, isQuoted, path, from: first.from, to: closing.to };
    }
  }

  /** Whether `in (...)` or `in 1..5` follows: "sign in failed" is three words to look for. */
  #isList(distance: number): boolean {
    const after = this.#ahead(distance + 1);
    return (
      isWord(this.#ahead(distance), 'in') &&
      (after.kind === '(' || (after.kind === 'word' && rangeOf(after) !== undefined))
    );
  }

  #list(key: Term): QueryNode {
    const { from } = key;
    this.#take();
    const range = this.#next.kind === 'word' ? rangeOf(this.#take()) : undefined;
    if (range !== undefined) {
      return { kind: 'between', key, ...range, from, to: range.high.to };
    }
    this.#take();
    const values = [this.#value()];
    while (this.#next.kind === ',') {
      this.#take();
      values.push(this.#value());
      if (values.length > MAX_VALUES) this.#fail(`a list has at most ${MAX_VALUES} values.`);
    }
    if (this.#next.kind !== ')') this.#fail('expected "," or ")".');
    return { kind: 'in', key, values, from, to: this.#take().to };
  }

  #value(): Term {
    const token = this.#next;
    const isValue = token.kind === 'string' || token.kind === 'word';
    if (!isValue || isWord(token, 'and', 'or', 'not', '&&', '||')) return this.#fail(VALUE);
    return termOf(this.#take());
  }
}

function joined(kind: 'and' | 'or', parts: readonly QueryNode[]): QueryNode {
  if (parts.length === 1) return parts[0]!;
  return { kind, parts, from: parts[0]!.from, to: parts.at(-1)!.to };
}

function termOf({ text, kind, from, to }: Token): Term {
  return { text, isQuoted: kind === 'string', from, to };
}

function isWord({ kind, text }: Token, ...words: readonly string[]): boolean {
  return kind === 'word' && words.includes(text.toLowerCase());
}

function comparisonOf({ kind, text }: Token): Comparison | undefined {
  if (kind !== 'operator') return undefined;
  return COMPARISONS.find((sign) => sign === text);
}

/** The ends of `1s..5s`. */
function rangeOf({ text, from }: Token): { low: Term; high: Term } | undefined {
  const at = text.indexOf('..');
  if (at < 1 || at + 2 >= text.length) return undefined;
  const term = (start: number, end: number): Term => ({
    text: text.slice(start, end),
    isQuoted: false,
    from: from + start,
    to: from + end,
  });
  return { low: term(0, at), high: term(at + 2, text.length) };
}
