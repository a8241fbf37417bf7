const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /true|false|null/y;

/** What may come next: a value, a name, either of them or the end of what is open, or a comma or the end. */
type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'comma or end';

/**
 * The character offset of the first syntax error in a text that is not JSON; its length when it ends too early.
 *
 * The runtime's own message quotes the text around the error, which may be anybody's prompt, and mostly has no position.
 * Iterative, so that nesting cannot overflow the stack.
 */
export function jsonErrorOffset(text: string): number {
  return new SyntaxWalk(text).firstError();
}

class SyntaxWalk {
  private readonly text: string;
  private at = 0;
  private expected: Expected = 'value';
  private readonly open: ('{' | '[')[] = [];

  constructor(text: string) {
    this.text = text;
  }

  firstError(): number {
    this.skip(SPACE);
    while (this.step()) {
      this.skip(SPACE);
      if (this.open.length === 0) return this.at;
    }
    return this.at;
  }

  /** Takes one token; false, with `at` on the error, when it is not one that may come here. */
  private step(): boolean {
    const character = this.text[this.at];
    const inside = this.open.at(-1);
    if (this.expected.endsWith('end') && character === (inside === '{' ? '}' : ']')) {
      this.open.pop();
      return this.advance('comma or end');
    }
    if (this.expected === 'comma or end') {
      return character === ',' && this.advance(inside === '{' ? 'name' : 'value');
    }
    if (this.expected.startsWith('name')) {
      if (!this.takeString()) return false;
      this.skip(SPACE);
      return this.text[this.at] === ':' && this.advance('value');
    }
    if (character === '{' || character === '[') {
      this.open.push(character);
      return this.advance(character === '{' ? 'name or end' : 'value or end');
    }
    this.expected = 'comma or end';
    return character === '"' ? this.takeString() : this.skip(NUMBER) || this.skip(LITERAL);
  }

  private advance(expected: Expected): true {
    this.at++;
    this.expected = expected;
    return true;
  }

  /** Takes a string; a loop, as one expression over megabytes would exhaust the matcher's stack. */
  private takeString(): boolean {
    const { text } = this;
    if (text[this.at] !== '"') return false;
    for (this.at++; this.at < text.length;) {
      const code = text.charCodeAt(this.at);
      if (code === 0x22) {
        this.at++;
        return true;
      }
      if (code < 0x20) return false;
      if (code !== 0x5c) this.at++;
      else if (!this.skip(ESCAPE)) return false;
    }
    return false;
  }

  /** Moves past what the sticky expression matches here; false when it matches nothing. */
  private skip(expression: RegExp): boolean {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found === null) return false;
    this.at += found[0].length;
    return found[0].length > 0;
  }
}
