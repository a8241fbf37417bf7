import { foldText } from './fold-text.ts';

/** Strings of one index, each kept once; number 0 is ''. */
export class StringTable {
  private readonly numbers = new Map<string, number>([['', 0]]);
  private readonly texts: string[] = [''];
  /** Folded forms, made when a text is first searched. */
  private readonly foldedTexts: (string | undefined)[] = [];
  private mask = new Uint8Array(0);
  /** UTF-16 code units of all strings: the basis of a memory estimate. */
  units = 0;

  get size(): number {
    return this.texts.length;
  }

  /** The number of a string, given now if it has none yet. */
  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.numbers.set(text, number);
    this.texts.push(text);
    this.units += text.length;
    return number;
  }

  /** The number of a string, or undefined when the table does not hold it. */
  find(text: string): number | undefined {
    return this.numbers.get(text);
  }

  text(number: number): string {
    return this.texts[number]!;
  }

  /** The text without regard to letter case; see {@link foldText}. */
  folded(number: number): string {
    return (this.foldedTexts[number] ??= foldText(this.texts[number]!));
  }

  /** One byte a string: 1 for each of these. Good until the next mask is made. */
  maskOf(wanted: readonly string[]): Uint8Array {
    const mask = this.emptyMask();
    for (const text of wanted) {
      const number = this.numbers.get(text);
      if (number !== undefined) mask[number] = 1;
    }
    return mask;
  }

  /** One zero byte a string. Good until the next mask is made: a table may hold a name for every trace. */
  emptyMask(): Uint8Array {
    const { length } = this.texts;
    if (this.mask.length < length) this.mask = new Uint8Array(Math.ceil(length * 1.25));
    return this.mask.fill(0, 0, length);
  }
}
