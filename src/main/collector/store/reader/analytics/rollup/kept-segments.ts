import { StringTable } from '../../string-table.ts';
import { keptBytes, type KeptSegment, type ListedField } from './kept-segment.ts';

interface Entry {
  readonly segment: KeptSegment;
  readonly lastUs: number;
  weight: number;
}

/** Kept spans of a project's segments, within a budget: the newest ones, as these are looked at most. */
export class KeptSegments {
  /** Values of the fields in {@link KeptSegment.values}. */
  readonly texts = new StringTable();
  private readonly entries = new Map<string, Entry>();
  private weights = 0;

  /** Size in memory. */
  get bytes(): number {
    return this.weights + this.texts.units * 2 + this.texts.size * 80;
  }

  get(path: string, segmentId: number): KeptSegment | undefined {
    return this.entries.get(nameOf(path, segmentId))?.segment;
  }

  /** Whether a segment whose last span is of this time, microseconds, would find room beside newer ones. */
  hasRoom(bytes: number, lastUs: number, budgetBytes: number): boolean {
    return this.bytes + bytes <= budgetBytes || (this.oldest()?.[1].lastUs ?? Infinity) < lastUs;
  }

  /** Keeps a segment if {@link hasRoom}. */
  add(
    path: string,
    segmentId: number,
    segment: KeptSegment,
    lastUs: number,
    budgetBytes: number,
  ): void {
    const weight = keptBytes(segment);
    while (this.bytes + weight > budgetBytes) {
      const oldest = this.oldest();
      if (oldest === undefined || oldest[1].lastUs >= lastUs) return;
      this.entries.delete(oldest[0]);
      this.weights -= oldest[1].weight;
    }
    this.entries.set(nameOf(path, segmentId), { segment, lastUs, weight });
    this.weights += weight;
  }

  /**
   * The values that the spans of a kept segment have in a field, as numbers of {@link texts}; undefined where they are
   * not kept and there is no room for them.
   *
   * @param make numbers them by the table
   */
  valuesOf(
    path: string,
    segmentId: number,
    field: ListedField,
    budgetBytes: number,
    make: (texts: StringTable) => Uint32Array | undefined,
  ): Uint32Array | undefined {
    const entry = this.entries.get(nameOf(path, segmentId));
    if (entry === undefined) return undefined;
    const known = entry.segment.values.get(field);
    if (known !== undefined) return known;
    const bytes = entry.segment.keys.byteLength;
    if (this.bytes + bytes > budgetBytes) return undefined;
    const values = make(this.texts);
    if (values === undefined) return undefined;
    entry.segment.values.set(field, values);
    entry.weight += bytes;
    this.weights += bytes;
    return values;
  }

  private oldest(): [string, Entry] | undefined {
    let found: [string, Entry] | undefined;
    for (const each of this.entries) {
      if (found === undefined || each[1].lastUs < found[1].lastUs) found = each;
    }
    return found;
  }
}

function nameOf(path: string, segmentId: number): string {
  return `${segmentId} ${path}`;
}
