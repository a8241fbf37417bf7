/** What may come at the cursor of a filter that is being typed. */
export interface QueryCursor {
  /** `join` is where a condition just ended. */
  readonly expects: 'key' | 'operator' | 'value' | 'join';
  /** The key that an operator or value belongs to. */
  readonly key: { readonly text: string; readonly isQuoted: boolean } | null;
  /** The operator before a value. */
  readonly operator: string;
  /** What is typed of it so far, quotes taken off. */
  readonly part: string;
  /** What a suggestion replaces, UTF-16 offsets. */
  readonly from: number;
  readonly to: number;
  /** Inside of `has` or `count`: about one span. */
  readonly isInSpan: boolean;
}

interface Piece {
  readonly text: string;
  readonly from: number;
}

/** The name of a score may be in quotes behind its beginning. */
const SCORE = /^(?:(?:trace|span)\.)?score\.(?=")/i;
const PIECE =
  /(?:(?:trace|span)\.)?score\."(?:[^"\\]|\\[^])*"?|"(?:[^"\\]|\\[^])*"?|[(),]|==|!=|!~|<=|>=|[=<>~!]|[^\s"(),=!<>~]+/gi;
const REST = /^[^\s"(),=!<>~]*/;

/** What can be typed at a place of a filter that need not be complete, nor right. */
export function queryCursor(text: string, at: number): QueryCursor {
  const pieces = [...text.slice(0, at).matchAll(PIECE)].map(([piece], i, all): Piece => ({
    text: piece,
    from: all[i]!.index,
  }));
  const last = pieces.at(-1);
  const isTyping = last !== undefined && last.from + last.text.length === at && isOpen(last.text);
  const state = new CursorState();
  for (const { text: piece } of isTyping ? pieces.slice(0, -1) : pieces) state.take(piece);
  const from = isTyping ? last.from : at;
  // The rest of a word goes with it, also what is behind the cursor.
  const rest = isTyping && !last.text.includes('"') ? REST.exec(text.slice(at))![0].length : 0;
  return {
    expects: state.expects,
    key: state.expects === 'operator' || state.expects === 'value' ? state.key : null,
    operator: state.operator,
    part: isTyping ? plain(last.text) : '',
    from,
    to: at + rest,
    isInSpan: state.isInSpan,
  };
}

/** A word, or a quoted text whose end is still to come. */
function isOpen(piece: string): boolean {
  const quoted = piece.replace(SCORE, '');
  if (quoted.startsWith('"')) return quoted.length === 1 || !/[^\\]"$/.test(quoted);
  return /^[^(),=!<>~]/.test(piece);
}

function plain(piece: string): string {
  const before = SCORE.exec(piece)?.[0] ?? '';
  if (before === '' && !piece.startsWith('"')) return piece;
  const inside = piece
    .slice(before.length)
    .replace(/^"/, '')
    .replace(/"$/, '')
    .replaceAll(/\\(["\\])/g, '$1');
  return before + inside;
}

class CursorState {
  expects: QueryCursor['expects'] = 'key';
  key: QueryCursor['key'] = null;
  operator = '';
  isList = false;
  /** The first end of a range was given, and "and" leads to the second. */
  isHalf = false;
  /** Whether each open bracket is one of `has` or `count`. */
  readonly brackets: boolean[] = [];

  get isInSpan(): boolean {
    return this.brackets.includes(true);
  }

  take(piece: string): void {
    const word = piece.toLowerCase();
    if (this.isList && (word === '(' || word === ',')) this.expects = 'value';
    else if (this.isList && word === ')') this.end();
    else if (word === '(') this.open();
    else if (word === ')') this.close();
    else if (this.expects === 'value') {
      if (!this.isList) this.end();
    } else if (this.isHalf && word === 'and') {
      this.isHalf = false;
      this.operator = 'and';
      this.expects = 'value';
    } else if (['and', 'or', 'not', '&&', '||', '!', ','].includes(word)) this.expects = 'key';
    else if (/^[=!<>~]/.test(word)) this.compare(word === '==' ? '=' : word);
    else if (this.expects === 'operator' && (word === 'in' || word === 'between'))
      this.compare(word);
    else if (word === 'exists') this.expects = this.expects === 'operator' ? 'join' : 'key';
    else {
      this.key = { text: plain(piece), isQuoted: piece.startsWith('"') };
      this.expects = 'operator';
    }
  }

  private compare(operator: string): void {
    this.operator = operator;
    this.isList = operator === 'in';
    this.expects = 'value';
  }

  private end(): void {
    this.isList = false;
    this.isHalf = this.operator === 'between';
    this.expects = 'join';
  }

  private open(): void {
    const name = this.expects === 'operator' ? this.key?.text.toLowerCase() : '';
    this.brackets.push(name === 'has' || name === 'count');
    this.expects = 'key';
  }

  private close(): void {
    if (this.brackets.pop()) this.key = null;
    this.isHalf = false;
    this.expects = 'join';
  }
}
