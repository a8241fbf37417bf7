const EMPTY = new Uint32Array(0);

/**
 * Sets of string numbers, each distinct set kept once while a row uses it; set 0 is the empty one.
 *
 * A trace that grows leaves a trail of sets nobody uses any more, so users are counted and unused sets are reused.
 */
export class StringSets {
  private readonly members: Uint32Array[] = [EMPTY];
  private readonly users: number[] = [0];
  private readonly numbers = new Map<string, number>();
  private readonly free: number[] = [];

  /** One more than the largest set number in use: the length of a mask over sets. */
  get size(): number {
    return this.members.length;
  }

  /** Members in ascending order of their numbers. */
  of(set: number): Uint32Array {
    return this.members[set]!;
  }

  /** The set with these members added; the caller's hold on `set` moves to the result. */
  add(set: number, added: Uint32Array): number {
    const old = this.members[set]!;
    if (isSubset(added, old)) return set;
    const union = Uint32Array.from(new Set([...old, ...added])).sort();
    const number = this.hold(union);
    this.release(set);
    return number;
  }

  /** One byte a set: 1 where any member is marked in `strings`. */
  mask(strings: Uint8Array): Uint8Array {
    return Uint8Array.from(this.members, (set) =>
      set.some((member) => strings[member] === 1) ? 1 : 0,
    );
  }

  private hold(members: Uint32Array): number {
    const key = members.join();
    const known = this.numbers.get(key);
    if (known !== undefined) {
      this.users[known]!++;
      return known;
    }
    const number = this.free.pop() ?? this.members.length;
    this.members[number] = members;
    this.users[number] = 1;
    this.numbers.set(key, number);
    return number;
  }

  private release(set: number): void {
    if (set === 0 || --this.users[set]! > 0) return;
    this.numbers.delete(this.members[set]!.join());
    this.members[set] = EMPTY;
    this.free.push(set);
  }
}

function isSubset(some: Uint32Array, all: Uint32Array): boolean {
  for (const member of some) if (!all.includes(member)) return false;
  return true;
}
