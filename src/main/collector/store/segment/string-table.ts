/** Collects distinct strings; index 0 is always ''. */
export class StringTable {
  readonly list: string[] = [''];
  readonly #indexes = new Map<string, number>();

  /** Index of a text, added when it is new. */
  index(text: string): number {
    if (text === '') return 0;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.list.push(text) - 1;
    this.#indexes.set(text, index);
    return index;
  }
}
