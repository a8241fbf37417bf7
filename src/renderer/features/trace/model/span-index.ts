import type { SpanTable } from '../../../../shared/span-table.ts';
import { finish, STRIDE } from './slices.ts';

/** From 16 hex digits to the number of the span in its table, or -1. */
export type SpanIndex = (spanId: string) => number;

/** Hex of a span's id, 16 digits. */
export function spanIdOf(table: SpanTable, span: number): string {
  let hex = '';
  for (let i = span * 8; i < span * 8 + 8; i++) {
    hex += table.spanIds[i]!.toString(16).padStart(2, '0');
  }
  return hex;
}

/** Finds spans by id without making 100,000 strings: a hash table (open addressing) over the id bytes. */
export function createSpanIndex(table: SpanTable): SpanIndex {
  return finish(spanIndexSteps(table));
}

/** {@link createSpanIndex} that can be interrupted. */
export function* spanIndexSteps(table: SpanTable): Generator<void, SpanIndex> {
  const { count, spanIds } = table;
  const size = 2 ** Math.ceil(Math.log2(count * 2 + 2));
  const slots = new Int32Array(size).fill(-1);
  const view = new DataView(spanIds.buffer, spanIds.byteOffset, spanIds.byteLength);
  const find = (high: number, low: number): number => {
    let slot = hash(high, low) & (size - 1);
    for (; slots[slot] !== -1; slot = (slot + 1) & (size - 1)) {
      const at = slots[slot]! * 8;
      if (view.getUint32(at) === high && view.getUint32(at + 4) === low) break;
    }
    return slot;
  };
  for (let span = 0; span < count; span++) {
    const slot = find(view.getUint32(span * 8), view.getUint32(span * 8 + 4));
    if (slots[slot] === -1) slots[slot] = span;
    if (span % STRIDE === STRIDE - 1) yield;
  }
  return (spanId) => {
    if (!/^[0-9a-f]{16}$/i.test(spanId)) return -1;
    const high = Number.parseInt(spanId.slice(0, 8), 16);
    const low = Number.parseInt(spanId.slice(8), 16);
    return slots[find(high, low)]!;
  };
}

/** Ids made by counting up differ in few bits only, so both halves are mixed. */
function hash(high: number, low: number): number {
  const mixed = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
