import type { GroupField } from '../../../../../../shared/contract/group-fields.ts';
import type { SpanHeader } from '../../../segment/span-header.ts';
import { StringTable } from '../../string-table.ts';
import { roomFor } from '../growing.ts';

/** Fields that roll-ups can be split by: those with few values. */
const ROLLED_FIELDS = [
  'service',
  'environment',
  'release',
  'provider',
  'model',
  'operation',
  'name',
] as const satisfies readonly GroupField[];
export type RolledField = (typeof ROLLED_FIELDS)[number];

/** Whether roll-ups can be split by a field. */
export function isRolled(field: GroupField): field is RolledField {
  return (ROLLED_FIELDS as readonly string[]).includes(field);
}

const WIDTH = ROLLED_FIELDS.length;

/** Combinations of values that spans have in {@link ROLLED_FIELDS}, numbered from 0 as they came. */
export class Combinations {
  size = 0;
  private readonly numbers = new Map<string, number>();
  /** Values of each field. */
  private readonly tables = ROLLED_FIELDS.map(() => new StringTable());
  /** Numbers of values, {@link WIDTH} a combination. */
  private values = new Uint32Array(0);

  /** Rough size in memory. */
  get bytes(): number {
    return this.tables.reduce(
      (sum, { units, size }) => sum + units * 2 + size * 64,
      this.size * 160,
    );
  }

  /** The values that a field has, by number. */
  textsOf(field: RolledField): StringTable {
    return this.tables[ROLLED_FIELDS.indexOf(field)]!;
  }

  /** The number of the value of a field by combination; without a field 0 for all. */
  valuesOf(field: RolledField | undefined): Uint32Array {
    const values = new Uint32Array(this.size);
    if (field === undefined) return values;
    const at = ROLLED_FIELDS.indexOf(field);
    for (let i = 0; i < this.size; i++) values[i] = this.values[i * WIDTH + at]!;
    return values;
  }

  /** Numbers the combination of each span of a segment. */
  ofSegment(header: SpanHeader): (ordinal: number) => number {
    const columns = ROLLED_FIELDS.map((field) => header[field]);
    // A table by the numbers of the header's strings: few spans of a segment differ in these fields.
    let slots = 16;
    while (slots < header.count * 2) slots *= 2;
    /** Ordinal of the first span with a combination, plus 1. */
    const firsts = new Uint32Array(slots);
    const found = new Uint32Array(slots);
    return (ordinal) => {
      let hash = 0;
      for (const column of columns) hash = Math.imul(hash ^ column[ordinal]!, 0x9e3779b1);
      let slot = (hash >>> 7) & (slots - 1);
      for (;;) {
        const first = firsts[slot]!;
        if (first === 0) break;
        if (columns.every((column) => column[first - 1] === column[ordinal])) return found[slot]!;
        slot = (slot + 1) & (slots - 1);
      }
      firsts[slot] = ordinal + 1;
      return (found[slot] = this.intern(
        columns.map((column) => header.strings[column[ordinal]!]!),
      ));
    };
  }

  private intern(texts: readonly string[]): number {
    const refs = texts.map((text, i) => this.tables[i]!.intern(text));
    const key = refs.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.size++;
    this.numbers.set(key, number);
    this.values = roomFor(this.values, this.size * WIDTH);
    this.values.set(refs, number * WIDTH);
    return number;
  }
}
