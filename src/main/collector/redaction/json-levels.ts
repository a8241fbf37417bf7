const QUOTE = 34;
const BACKSLASH = 92;
/** JSON in JSON deeper than this has more backslashes than content. */
const MAX_LEVEL = 8;

/**
 * Walks a text from left to right and knows how many strings of JSON in JSON it is in: 0 outside of any, 1 in a
 * string, 2 in a string of the JSON that this string holds.
 *
 * The quotes of a string at level n have 2^(n-1) - 1 backslashes before them.
 */
export class JsonLevels {
  level = 0;
  private readonly text: string;
  private at = 0;
  /** Whether what the string of each level holds begins like a JSON document. */
  private readonly holdsJson: boolean[];

  constructor(text: string) {
    this.text = text;
    this.holdsJson = [beginsJson(text, 0)];
  }

  /** True when the text at the position reached is JSON, as far as its first character tells. */
  get isJson(): boolean {
    return this.holdsJson[this.level] === true;
  }

  /** The quote that begins or ends a string at the position reached. */
  get quote(): string {
    return `${'\\'.repeat(2 ** this.level - 1)}"`;
  }

  /** Goes on to `end`. */
  advance(end: number): void {
    const { text } = this;
    while (this.at < end) {
      const start = this.at;
      while (text.charCodeAt(this.at) === BACKSLASH) this.at++;
      const backslashes = this.at - start;
      if (text.charCodeAt(this.at++) === QUOTE) this.onQuote(Math.log2(backslashes + 1));
    }
  }

  private onQuote(level: number): void {
    if (!Number.isInteger(level) || level > MAX_LEVEL) return;
    if (this.level > level) this.level = level;
    else if (this.level === level) {
      this.level = level + 1;
      this.holdsJson[this.level] = beginsJson(this.text, this.at);
    }
  }
}

function beginsJson(text: string, at: number): boolean {
  return /^(?:\s|\\+[nrt])*[[{]/.test(text.slice(at, at + 40));
}
