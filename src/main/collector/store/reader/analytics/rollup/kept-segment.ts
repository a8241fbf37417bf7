import type { SpanColumns, SpanHeader } from '../../../segment/span-header.ts';
import { isDead } from '../../../summarize.ts';
import type { StringTable } from '../../string-table.ts';
import { isCallKey, withoutCall } from './minute.ts';

/** Fields that spans are split by one by one, as most traces have a value of their own. */
export type ListedField = 'session' | 'user';

/** The live spans of a segment, in some 12 bytes each: what is left of its header for charts span by span. */
export interface KeptSegment {
  /** Stretches of spans of one trace. */
  readonly runs: number;
  /** 16 bytes a run. */
  readonly traceIds: Uint8Array;
  /** The spans of run r are `spanAt[r]` to `spanAt[r + 1]`, its calls `callAt[r]` to `callAt[r + 1]`. */
  readonly spanAt: Uint32Array;
  readonly callAt: Uint32Array;
  /** Starts are `baseUs + afterUs[span]` microseconds since the epoch. */
  readonly baseUs: number;
  readonly afterUs: Uint32Array | Float64Array;
  /** See `minute.ts`; marked as calls are those that counted as calls when they came. */
  readonly keys: Uint32Array;
  /** Numbers of the calls in the roll-up, by the order of the spans. */
  readonly calls: Uint32Array;
  /** Numbers of values; of fields that a chart was split by. */
  readonly values: Map<ListedField, Uint32Array>;
}

/** The spans of a segment that count. */
export interface LiveSpans {
  /** Ordinals in the header. */
  readonly ordinals: Uint32Array;
  readonly runs: number;
  readonly traceIds: Uint8Array;
  readonly spanAt: Uint32Array;
}

/** What a roll-up makes of the spans of a segment. */
export interface ReadSpans {
  readonly live: LiveSpans;
  readonly keys: Uint32Array;
  /** 53 bits of the ids of those whose keys are marked as calls. */
  readonly names: readonly number[];
}

const MAX_U32 = 0xffffffff;
/** Objects and heads of arrays. */
const SEGMENT_BYTES = 1800;

/**
 * What is kept of a segment.
 *
 * @param numberOf called for each span in order, with which of the calls it is or -1; tells the number of a call in the
 *   roll-up, -1 for one that does not count
 */
export function keptSegment(
  header: SpanHeader,
  { live, keys, names }: ReadSpans,
  numberOf: (span: number, call: number) => number,
): KeptSegment {
  const { ordinals, runs, traceIds, spanAt } = live;
  const callAt = new Uint32Array(runs + 1);
  const calls = new Uint32Array(names.length);
  let named = 0;
  let count = 0;
  for (let run = 0; run < runs; run++) {
    for (let i = spanAt[run]!; i < spanAt[run + 1]!; i++) {
      if (!isCallKey(keys[i]!)) {
        numberOf(i, -1);
        continue;
      }
      const number = numberOf(i, named++);
      if (number < 0) keys[i] = withoutCall(keys[i]!);
      else calls[count++] = number;
    }
    callAt[run + 1] = count;
  }
  const starts = keptStarts(header, ordinals);
  const ofCalls = { callAt, calls: calls.slice(0, count) };
  return { runs, traceIds, spanAt, keys, ...starts, ...ofCalls, values: new Map() };
}

/** Which spans of a segment are not stored elsewhere, by trace. */
export function liveSpans(header: SpanColumns<never>, dead: Uint8Array | undefined): LiveSpans {
  const { traces, runAt, traceIds } = header;
  const ordinals = new Uint32Array(header.count);
  const spanAt = new Uint32Array(traces + 1);
  let count = 0;
  for (let trace = 0; trace < traces; trace++) {
    for (let i = runAt[trace]!; i < runAt[trace + 1]!; i++) {
      if (!isDead(dead, i)) ordinals[count++] = i;
    }
    spanAt[trace + 1] = count;
  }
  // Copied, which `slice` of a buffer does not: the rest of the header is not to be kept.
  const ids = new Uint8Array(traceIds);
  return { ordinals: ordinals.subarray(0, count), runs: traces, traceIds: ids, spanAt };
}

/** Starts of spans as few bytes as they take. */
function keptStarts(
  header: Pick<SpanHeader, 'startUs'>,
  ordinals: Uint32Array,
): Pick<KeptSegment, 'baseUs' | 'afterUs'> {
  let first = Infinity;
  let last = -Infinity;
  for (const i of ordinals) {
    const start = header.startUs[i]!;
    if (start < first) first = start;
    if (start > last) last = start;
  }
  const Column = last - first <= MAX_U32 ? Uint32Array : Float64Array;
  const afterUs = new Column(ordinals.length);
  for (let i = 0; i < ordinals.length; i++) afterUs[i] = header.startUs[ordinals[i]!]! - first;
  return { baseUs: first, afterUs };
}

/** Numbers the values that live spans have in a field by `texts`. */
export function keptValues(
  header: SpanColumns<ListedField | 'strings'>,
  field: ListedField,
  dead: Uint8Array | undefined,
  texts: StringTable,
): Uint32Array {
  const refs = header[field];
  /** Numbers by the header's strings, plus 1. */
  const known = new Uint32Array(header.strings.length);
  return liveSpans(header, dead).ordinals.map((ordinal) => {
    const ref = refs[ordinal]!;
    if (known[ref] === 0) known[ref] = texts.intern(header.strings[ref]!) + 1;
    return known[ref]! - 1;
  });
}

/** Size in memory. */
export function keptBytes({ traceIds, spanAt, afterUs, keys, calls, values }: KeptSegment): number {
  const ofValues = values.size * keys.byteLength;
  return (
    SEGMENT_BYTES +
    traceIds.byteLength +
    spanAt.byteLength * 2 +
    afterUs.byteLength +
    keys.byteLength +
    calls.byteLength +
    ofValues
  );
}
