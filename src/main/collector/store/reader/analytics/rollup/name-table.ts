const FIRST_SLOTS = 1024;
/** Bytes of a slot: the name and its number. */
const SLOT_BYTES = 12;

/** Names of spans, 53 bits each and never 0, with a number each. */
export class NameTable {
  size = 0;
  /** 0: free. */
  private names = new Float64Array(FIRST_SLOTS);
  private numbers = new Uint32Array(FIRST_SLOTS);

  get bytes(): number {
    return this.names.length * SLOT_BYTES;
  }

  has(name: number): boolean {
    return this.names[this.slotOf(name)] !== 0;
  }

  /** The number of a name; undefined for one that is not in the table. */
  find(name: number): number | undefined {
    const slot = this.slotOf(name);
    return this.names[slot] === 0 ? undefined : this.numbers[slot];
  }

  /** Adds a name, by default with the next number; false if it is there already. */
  add(name: number, number = this.size): boolean {
    const slot = this.slotOf(name);
    if (this.names[slot] !== 0) return false;
    this.names[slot] = name;
    this.numbers[slot] = number;
    this.size++;
    if (this.size * 2 > this.names.length) this.grow();
    return true;
  }

  /** Where the name is, or would be. */
  private slotOf(name: number): number {
    const { names } = this;
    const mask = names.length - 1;
    // The lower bits of a name are a hash.
    let slot = (name | 0) & mask;
    while (names[slot] !== 0 && names[slot] !== name) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { names, numbers } = this;
    this.names = new Float64Array(names.length * 2);
    this.numbers = new Uint32Array(names.length * 2);
    for (let i = 0; i < names.length; i++) {
      if (names[i] === 0) continue;
      const slot = this.slotOf(names[i]!);
      this.names[slot] = names[i]!;
      this.numbers[slot] = numbers[i]!;
    }
  }
}
