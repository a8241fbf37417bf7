const EMPTY = new Uint32Array(0);

/**
 * Sets of string numbers, each distinct set kept once while a row uses it; set 0 is the empty one.
 *
 * A trace that grows leaves a trail of sets nobody uses any more, so users are counted and unused sets are reused.
 */
export class StringSets {
  private readonly members: Uint32Array[] = [EMPTY];
  private readonly users: number[] = [0];
  /** Sets by the hash of their members. */
  private readonly numbers = new Map<number, number[]>();
  private readonly free: number[] = [];
  private scratch = new Uint32Array(16);

  /** One more than the largest set number in use: the length of a mask over sets. */
  get size(): number {
    return this.members.length;
  }

  /** Members in ascending order of their numbers. */
  of(set: number): Uint32Array {
    return this.members[set]!;
  }

  /** The set with these members added, `list[from .. to]`; the caller's hold on `set` moves to the result. */
  add(set: number, list: Uint32Array, from: number, to: number): number {
    const length = this.unite(this.members[set]!, list, from, to);
    if (length === this.members[set]!.length) return set;
    const number = this.hold(length);
    this.release(set);
    return number;
  }

  /** One byte a set: 1 where any member is marked in `strings`. */
  mask(strings: Uint8Array): Uint8Array {
    return Uint8Array.from(this.members, (set) =>
      set.some((member) => strings[member] === 1) ? 1 : 0,
    );
  }

  /** Writes the union to the scratch, in ascending order, and returns its length. */
  private unite(old: Uint32Array, list: Uint32Array, from: number, to: number): number {
    let length = old.length;
    if (length + to - from > this.scratch.length)
      this.scratch = new Uint32Array((length + to - from) * 2);
    const { scratch } = this;
    for (let i = 0; i < length; i++) scratch[i] = old[i]!;
    for (let next = from; next < to; next++) {
      const member = list[next]!;
      let at = length;
      while (at > 0 && scratch[at - 1]! > member) at--;
      if (at > 0 && scratch[at - 1] === member) continue;
      scratch.copyWithin(at + 1, at, length);
      scratch[at] = member;
      length++;
    }
    return length;
  }

  /** The number of the set in the scratch, with one more user. */
  private hold(length: number): number {
    const key = hashOf(this.scratch, length);
    const same = this.numbers.get(key);
    const known = same?.find((number) => this.isScratch(this.members[number]!, length));
    if (known !== undefined) {
      this.users[known]!++;
      return known;
    }
    const number = this.free.pop() ?? this.members.length;
    this.members[number] = this.scratch.slice(0, length);
    this.users[number] = 1;
    if (same === undefined) this.numbers.set(key, [number]);
    else same.push(number);
    return number;
  }

  private isScratch(members: Uint32Array, length: number): boolean {
    if (members.length !== length) return false;
    for (let i = 0; i < length; i++) if (members[i] !== this.scratch[i]) return false;
    return true;
  }

  private release(set: number): void {
    if (set === 0 || --this.users[set]! > 0) return;
    const members = this.members[set]!;
    const key = hashOf(members, members.length);
    const others = this.numbers.get(key)!.filter((number) => number !== set);
    if (others.length === 0) this.numbers.delete(key);
    else this.numbers.set(key, others);
    this.members[set] = EMPTY;
    this.free.push(set);
  }
}

function hashOf(members: Uint32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ members[i]!, 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}
