import { PACKED_FRAME_BYTES } from '../limits.ts';
import { readBodies } from '../reader/segment-bodies.ts';
import { traceRowsOf } from '../rewrite/copy-segment.ts';
import type { OpenSegment } from '../rewrite/records-of.ts';
import type { Pace } from '../rewrite/pace.ts';
import { encodeContext } from '../segment/context.ts';
import { LINKS_HASHED } from '../../otlp/link-hash.ts';
import { buildFilter } from '../segment/filter.ts';
import { cutFrames, packFrame, type Frame } from '../segment/frames.ts';
import { encodeLogHeader } from '../segment/log-header.ts';
import { encodeMetricHeader } from '../segment/metric-header.ts';
import { encodeSpanHeader } from '../segment/span-header.ts';
import type { UsedContext } from '../segment/merge-context.ts';
import { encodeTraceParts } from '../segment/trace-parts-codec.ts';
import { isDead, summarize } from '../summarize.ts';
import type { NewSegment } from '../writer/segment-insert.ts';
import { packingLevel } from '../zstd.ts';
import { hashAttributes } from './hash-attributes.ts';
import { joinContexts } from './join-context.ts';
import { joinLogs } from './join-logs.ts';
import { joinMetrics } from './join-metrics.ts';
import { joinSpans } from './join-spans.ts';
import type { Joined, Source } from './joined.ts';

/**
 * Joins stored segments of one signal into one, compressed as tight as the time allows; what repeats other records
 * is left behind. It has the id and the time of arrival of the last one.
 *
 * @returns undefined when the pace said that it should not go on
 * @throws SegmentError when one of them is damaged
 */
export async function packSegment(
  segments: readonly OpenSegment[],
  pace: Pace,
  mayGoOn: () => boolean,
): Promise<NewSegment | undefined> {
  const level = packingLevel();
  const kept = segments.map(liveOf);
  const context = joinContexts(
    segments.map((segment, i) => ({ ...segment.context, used: usedBy(segment, kept[i]!) })),
  );
  const { header, places } = join(segments, kept, context);
  const bodies = await bodiesOf(segments, kept, pace);
  const bodyOf = (ordinal: number): Uint8Array =>
    bodies[places.source[ordinal]!]!.get(places.ordinal[ordinal]!)!;
  const { count, length } = header.of;
  const hashes = hashAttributes(
    header.signal,
    context,
    header.of,
    Array.from({ length: count }, (_, i) => bodyOf(i)),
  );
  const sections = sectionsOf(header, level);
  const cuts = cutFrames(length, count, startsOf(header), PACKED_FRAME_BYTES);
  const frames: Frame[] = [];
  for (const [number, first] of cuts.entries()) {
    if (pace.due) await pace.rest();
    if (!mayGoOn()) return undefined;
    frames.push(packFrame(length, first, cuts[number + 1] ?? count, bodyOf, level));
  }
  const last = segments.at(-1)!.row;
  return {
    id: last.id,
    records: count,
    live: count,
    minUs: Math.min(...segments.map(({ row }) => row.minUs)),
    maxUs: Math.max(...segments.map(({ row }) => row.maxUs)),
    committedMs: last.committedMs,
    dead: null,
    body: {
      ...sections,
      context: encodeContext(context, level),
      filter: buildFilter([hashes, header.signal === 'traces' ? LINKS_HASHED : []]),
      frames,
    },
    rows: traceRowsOf({ header }),
    isListed: () => true,
  };
}

/** Bytes of a segment as it is stored, without its rows in the index. */
export function packedBytes({ body }: NewSegment): number {
  const { parts, header, context, filter, frames } = body;
  const sections = parts.length + header.length + context.length + filter.length;
  return frames.reduce((sum, { data }) => sum + data.length, sections);
}

function liveOf({ row }: OpenSegment): number[] {
  const live: number[] = [];
  for (let i = 0; i < row.records; i++) if (!isDead(row.dead, i)) live.push(i);
  return live;
}

/** The resources and scopes of these records. */
function usedBy({ header }: OpenSegment, ordinals: readonly number[]): UsedContext {
  const { resource, scope } = header.of;
  return {
    resources: new Set(ordinals.map((i) => resource[i]!)),
    scopes: new Set(ordinals.map((i) => scope[i]!)),
  };
}

type AnyHeader = OpenSegment['header'];
type AnyJoined = Pick<Joined<unknown>, 'places'> & { readonly header: AnyHeader };

function join(
  segments: readonly OpenSegment[],
  kept: readonly number[][],
  context: ReturnType<typeof joinContexts>,
): AnyJoined {
  const { signal } = segments[0]!.header;
  const sources = segments.map(({ header }, i) => ({ header: header.of, kept: kept[i]! }));
  const joiner = { traces: joinSpans, logs: joinLogs, metrics: joinMetrics }[signal] as (
    from: readonly Source<AnyHeader['of']>[],
    into: typeof context,
  ) => Joined<AnyHeader['of']>;
  const { header, places } = joiner(sources, context);
  return { header: { signal, of: header } as AnyHeader, places };
}

/** Bodies of the kept records of each source, by ordinal. */
async function bodiesOf(
  segments: readonly OpenSegment[],
  kept: readonly number[][],
  pace: Pace,
): Promise<Map<number, Uint8Array>[]> {
  const all: Map<number, Uint8Array>[] = [];
  for (const [i, { reader, row, header }] of segments.entries()) {
    const bodies = new Map<number, Uint8Array>();
    for (const { ordinal, bytes } of readBodies(reader, row.id, header.of, kept[i]!)) {
      bodies.set(ordinal, bytes);
    }
    all.push(bodies);
    if (pace.due) await pace.rest();
  }
  return all;
}

function sectionsOf(header: AnyHeader, level: number): { parts: Uint8Array; header: Uint8Array } {
  const parts = new Uint8Array(0);
  switch (header.signal) {
    case 'traces':
      return {
        parts: encodeTraceParts(summarize(header.of), level),
        header: encodeSpanHeader(header.of, level),
      };
    case 'logs':
      return { parts, header: encodeLogHeader(header.of, level) };
    case 'metrics':
      return { parts, header: encodeMetricHeader(header.of, level) };
  }
}

/** Whether an ordinal begins a trace; of logs and metrics each may begin a frame. */
function startsOf(header: AnyHeader): (ordinal: number) => boolean {
  if (header.signal !== 'traces') return () => true;
  const { runAt } = header.of;
  const starts = new Set(runAt);
  return (ordinal) => starts.has(ordinal);
}
