import { messageToJson } from '../../otlp/protobuf-to-json.ts';
import type { LogHeader } from '../segment/log-header.ts';
import type { BodyOf } from './segment-bodies.ts';
import { skipDamage, type TraceSegment } from './trace-segments.ts';

export type LogSegment = TraceSegment<LogHeader>;

/** Records of one segment that follow each other. */
export interface LogRun {
  readonly segment: LogSegment;
  readonly ordinals: number[];
}

/** Bodies of records of a segment, by rising ordinals. @throws SegmentError where they are damaged */
export type ReadBodies = (
  segment: LogSegment,
  ordinals: readonly number[],
) => Iterable<Pick<BodyOf, 'ordinal' | 'bytes'>>;

interface LogAt {
  readonly segment: LogSegment;
  readonly ordinal: number;
  readonly timeUs: number;
}

/** Records of one microsecond that are compared with each other; of more the order is that in which they are stored. */
const MAX_COMPARED = 10_000;

/**
 * Log records of several segments by time, joined into runs of one segment and rising ordinals. Those of the same
 * microsecond come by their nanoseconds, and then by what they hold: never by where they happen to be stored.
 */
export function runsByTime(segments: readonly LogSegment[], read: ReadBodies): LogRun[] {
  const records = segments.flatMap((segment) =>
    segment.ordinals.map((ordinal) => ({
      segment,
      ordinal,
      timeUs: segment.header.timeUs[ordinal]!,
    })),
  );
  records.sort((a, b) => a.timeUs - b.timeUs);
  const runs: LogRun[] = [];
  for (let at = 0; at < records.length;) {
    let end = at + 1;
    while (end < records.length && records[end]!.timeUs === records[at]!.timeUs) end++;
    for (const { segment, ordinal } of byContent(records.slice(at, end), read)) {
      const last = runs.at(-1);
      if (last?.segment === segment && last.ordinals.at(-1)! < ordinal) last.ordinals.push(ordinal);
      else runs.push({ segment, ordinals: [ordinal] });
    }
    at = end;
  }
  return runs;
}

function byContent(records: readonly LogAt[], read: ReadBodies): readonly LogAt[] {
  if (records.length === 1 || records.length > MAX_COMPARED) return records;
  const keyed: { readonly record: LogAt; readonly nanos: bigint; readonly bytes: Uint8Array }[] =
    [];
  for (const segment of new Set(records.map((record) => record.segment))) {
    const own = new Map(
      records
        .filter((record) => record.segment === segment)
        .map((record) => [record.ordinal, record]),
    );
    const ordinals = [...own.keys()].toSorted((a, b) => a - b);
    // What cannot be read is not given out, wherever it stands.
    skipDamage(() => {
      for (const { ordinal, bytes } of read(segment, ordinals)) {
        keyed.push({ record: own.get(ordinal)!, nanos: nanosOf(bytes), bytes: bytes.slice() });
      }
    });
  }
  keyed.sort((a, b) => {
    if (a.nanos !== b.nanos) return a.nanos < b.nanos ? -1 : 1;
    return Buffer.compare(a.bytes, b.bytes);
  });
  return keyed.map(({ record }) => record);
}

function nanosOf(log: Uint8Array): bigint {
  const { timeUnixNano } = messageToJson('log', log);
  return BigInt(typeof timeUnixNano === 'string' ? timeUnixNano : '0');
}
