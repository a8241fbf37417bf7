/** A key and the one that took its place, if any did. */
export interface ReplacedRow {
  readonly id: string;
  readonly replaced_by: string | null;
}

/**
 * Keys that took the place of each other, each line known by its first one. What their limits count is counted once
 * for all of a line: several of it work at a time while one is changed over, and a key may replace itself.
 */
export class KeyLines {
  readonly #firsts = new Map<string, string>();
  /** Every key of a line of several, by its first one. */
  readonly #lines = new Map<string, string[]>();

  /** @param rows keys in any order */
  static of(rows: readonly ReplacedRow[]): KeyLines {
    const lines = new KeyLines();
    const next = new Map<string, string>();
    for (const { id, replaced_by } of rows) if (replaced_by !== null) next.set(id, replaced_by);
    const later = new Set(next.values());
    for (const first of next.keys()) {
      if (later.has(first)) continue;
      let key = first;
      for (let to = next.get(key); to !== undefined; key = to, to = next.get(key)) {
        lines.add(key, to);
      }
    }
    return lines;
  }

  /** A key got a successor. */
  add(oldId: string, newId: string): void {
    const first = this.firstOf(oldId);
    this.#firsts.set(newId, first);
    const line = this.#lines.get(first);
    if (line === undefined) this.#lines.set(first, [first, newId]);
    else line.push(newId);
  }

  /** The first key of a sender's line; the sender itself where it took nobody's place. */
  firstOf(source: string): string {
    return this.#firsts.get(source) ?? source;
  }

  /** All senders of a sender's line, itself among them. */
  membersOf(source: string): readonly string[] {
    return this.#lines.get(this.firstOf(source)) ?? [source];
  }
}
