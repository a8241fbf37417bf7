import { StringTable } from '../../string-table.ts';

/** Most different values that are kept of an attribute. */
const MAX_TEXTS = 20_000;

/** What the spans of segments have for one attribute: numbers of texts, by the order of kept spans. */
class AttributeColumn {
  readonly texts = new StringTable();
  readonly #segments = new Map<string, Uint32Array>();
  #numberBytes = 0;

  /** Size in memory. */
  get bytes(): number {
    return this.#numberBytes + this.texts.units * 2 + this.texts.size * 80;
  }

  /** Numbers of {@link texts}; undefined where they are not kept. */
  get(path: string, segmentId: number): Uint32Array | undefined {
    return this.#segments.get(nameOf(path, segmentId));
  }

  add(path: string, segmentId: number, numbers: Uint32Array): void {
    this.#segments.set(nameOf(path, segmentId), numbers);
    this.#numberBytes += numbers.byteLength;
  }
}

/** The attributes that charts of a project were split by last: to read one takes far longer than to count by it. */
export class KeptAttributes {
  /** The one asked for last at the end. */
  readonly #columns = new Map<string, AttributeColumn>();

  /** Size in memory. */
  get bytes(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.bytes;
    return bytes;
  }

  /** @param name tells attributes apart, and who sees what of them */
  column(name: string): AttributeColumn {
    const column = this.#columns.get(name) ?? new AttributeColumn();
    this.#columns.delete(name);
    this.#columns.set(name, column);
    return column;
  }

  /** Whether a column may grow by so many bytes; others that were not asked for since make room for it. */
  hasRoom(column: AttributeColumn, bytes: number, budgetBytes: number): boolean {
    // What nearly every span has a value of its own for would drive out all else.
    if (column.texts.size > MAX_TEXTS) return false;
    for (const [name, other] of this.#columns) {
      if (this.bytes + bytes <= budgetBytes || other === column) break;
      this.#columns.delete(name);
    }
    const isKept = [...this.#columns.values()].includes(column);
    return isKept && this.bytes + bytes <= budgetBytes;
  }
}

function nameOf(path: string, segmentId: number): string {
  return `${segmentId} ${path}`;
}
