import { LOG_RECORD } from '../otlp/schema-logs.ts';
import { METRIC } from '../otlp/schema-metrics.ts';
import { SPAN } from '../otlp/schema-traces.ts';
import type { Signal } from '../otlp/types.ts';
import { asBuffer, DELIMITED, FIXED64, VARINT, WireReader } from '../otlp/wire.ts';
import { conforms } from './conforms.ts';

/** Tags of what is inside: groups in a request, scopes in a group, records in a scope; the same in all signals. */
export const GROUP = (1 << 3) | DELIMITED;
export const INSIDE = (2 << 3) | DELIMITED;
/** Resource of a group, scope of a scope group. */
export const CONTEXT = GROUP;
/** schema_url of either. */
export const SCHEMA_URL = (3 << 3) | DELIMITED;

type Level = 'request' | 'group' | 'scope';

/** Records looked at to tell the signal. */
const MAX_LOOKS = 16;

/** Whether the framing around the records is sound: groups, scopes and records end where they should. */
export function isSound(body: Uint8Array, level: Level): boolean {
  const reader = new WireReader(asBuffer(body));
  walk(reader, level, () => true);
  return !reader.failed;
}

/** Whether bytes begin with a whole, small group of records: its length may be a bracket, as if JSON came after a newline. */
export function beginsWithGroup(head: Uint8Array): boolean {
  const [tag = 0, length = 0] = head;
  if (tag !== GROUP || length >= 0x80 || head.length < 2 + length) return false;
  const group = head.subarray(2, 2 + length);
  return isSound(group, 'group') && signalOf(group, 'group') !== undefined;
}

/**
 * Which signal the records of a message are of; undefined where it has none, or none that can be told.
 *
 * @param before what others beside it are, which counts where a record could be several
 */
export function signalOf(
  body: Uint8Array,
  level: Level,
  before?: Signal | undefined,
): Signal | undefined {
  const reader = new WireReader(asBuffer(body));
  const votes: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0 };
  let looks = 0;
  walk(reader, level, (start, end) => {
    const { signal, weight } = signalOfRecord(body.subarray(start, end), before);
    if (signal !== undefined) votes[signal] += weight;
    looks += 1;
    return looks < MAX_LOOKS;
  });
  const [best] = Object.entries(votes).toSorted(([, a], [, b]) => b - a) as [[Signal, number]];
  return best[1] > 0 ? best[0] : undefined;
}

/** Calls `record` with the range of each record, until it answers false. */
function walk(
  reader: WireReader,
  level: Level,
  record: (start: number, end: number) => boolean,
): boolean {
  const into = level === 'request' ? GROUP : INSIDE;
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if (tag !== into) {
      reader.skip(tag);
      continue;
    }
    const outer = reader.enter();
    if (reader.failed) return false;
    if (level === 'scope') {
      if (!record(reader.position, reader.limit)) return false;
      reader.position = reader.limit;
    } else if (!walk(reader, level === 'request' ? 'group' : 'scope', record)) return false;
    reader.leave(outer);
  }
  return true;
}

/**
 * What a record is. Where it could be several, it has no time, and is what those before it are; else neither a span has
 * ids that are text, as the name of a metric is, nor a metric no name.
 */
function signalOfRecord(
  record: Uint8Array,
  before: Signal | undefined,
): { readonly signal: Signal | undefined; readonly weight: number } {
  const reader = new WireReader(asBuffer(record));
  const possible = CANDIDATES.filter(([signal, message]) => {
    reader.reset(reader.buffer, 0, record.length);
    return conforms(reader, message) && (signal !== 'traces' || hasIds(record));
  }).map(([signal]) => signal);
  if (possible.length === 0) return { signal: likelySignal(record), weight: 1 };
  const signal = possible.find((one) => one === before) ?? possible[0];
  // One that could be nothing else tells of all beside it.
  return { signal, weight: possible.length === 1 ? MAX_LOOKS : 1 };
}

/** In the order in which they are preferred. */
const CANDIDATES = [
  ['logs', LOG_RECORD],
  ['metrics', METRIC],
  ['traces', SPAN],
] as const;

/** Whether a record holds a trace id and a span id, of their lengths. */
function hasIds(record: Uint8Array): boolean {
  const reader = new WireReader(asBuffer(record));
  let ids = 0;
  while (ids < 2 && reader.position < reader.limit) {
    const tag = reader.tag();
    const { position } = reader;
    reader.skip(tag);
    const isId = tag === SPAN_TRACE_ID || tag === SPAN_SPAN_ID;
    if (isId && reader.position - position === (tag === SPAN_TRACE_ID ? 17 : 9)) ids += 1;
  }
  return ids === 2;
}

const SPAN_TRACE_ID = (1 << 3) | DELIMITED;
const SPAN_SPAN_ID = (2 << 3) | DELIMITED;

/** What a record is most like that is damaged, or has fields nobody knows: the types of their fields differ. */
function likelySignal(record: Uint8Array): Signal | undefined {
  const reader = new WireReader(asBuffer(record));
  const votes: Record<Signal, number> = { traces: 0, logs: 0, metrics: 0 };
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    const field = tag >>> 3;
    const type = tag & 7;
    if (type === DELIMITED) {
      const end = reader.delimitedEnd();
      if (reader.failed) break;
      const length = end - reader.position;
      // Ids of a span; ids of a log record are fields 9 and 10.
      if (field === 1) votes[length === 16 ? 'traces' : 'metrics'] += 1;
      else if (field === 2) votes[length === 8 ? 'traces' : 'metrics'] += 1;
      else if (field === 9 && length === 16) votes.logs += 1;
      // A sum; neither spans nor log records have bytes there.
      else if (field === 7) votes.metrics += 3;
      // Names and descriptions can be as long as ids are: points outweigh them.
      if (POINTS.has(field) && holdsPoints(record, reader.position, end)) votes.metrics += 4;
      reader.position = end;
      continue;
    }
    if (type === FIXED64 && (field === 7 || field === 8)) votes.traces += 2;
    else if (type === FIXED64 && (field === 1 || field === 11)) votes.logs += 3;
    else if (type === VARINT && field === 2) votes.logs += 2;
    reader.skip(tag);
  }
  if (reader.failed) return undefined;
  const [best] = Object.entries(votes).toSorted(([, a], [, b]) => b - a) as [[Signal, number]];
  return best[1] > 0 ? best[0] : undefined;
}

/** Gauge, sum, histogram, exponential histogram and summary of a metric. */
const POINTS: ReadonlySet<number> = new Set([5, 7, 9, 10, 11]);

/** Whether these bytes begin with a data point: a message with a time as field 2 or 3, whatever its kind. */
function holdsPoints(record: Uint8Array, start: number, end: number): boolean {
  const reader = new WireReader(asBuffer(record), start, end);
  if (reader.tag() !== GROUP) return false;
  reader.enter();
  let hasTime = false;
  while (!reader.failed && reader.position < reader.limit) {
    const tag = reader.tag();
    hasTime ||= tag === ((2 << 3) | FIXED64) || tag === ((3 << 3) | FIXED64);
    reader.skip(tag);
  }
  return hasTime && !reader.failed;
}
