import { ID_WORD, ID_WORDS } from '../../src/main/collector/otlp/span-ids.ts';
import type { SpanRecord } from '../../src/main/collector/otlp/types.ts';

/** Ids of a decoded span as hex digits; a parent of zeros is none. */
export function idsOf({ ids, idsAt }: SpanRecord): {
  trace: string;
  span: string;
  parent: string;
} {
  const hex = (from: number, to: number): string =>
    Array.from(ids.subarray(idsAt + from, idsAt + to), (word) =>
      (word >>> 0).toString(16).padStart(8, '0'),
    ).join('');
  return {
    trace: hex(ID_WORD.trace, ID_WORD.span),
    span: hex(ID_WORD.span, ID_WORD.parent),
    parent: hex(ID_WORD.parent, ID_WORDS),
  };
}
