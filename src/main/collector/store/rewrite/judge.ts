import { AttributeTest } from '../reader/attribute-test.ts';
import { readBodies } from '../reader/segment-bodies.ts';
import { TraceIdSet } from '../reader/trace-id-set.ts';
import { isDead } from '../summarize.ts';
import { mayHold } from '../segment/filter.ts';
import type { RecordGroups } from './group-records.ts';
import { timeOf, type OpenSegment } from './records-of.ts';
import { groupKey, type Selection } from './types.ts';

/** Decides, segment by segment in stored order, which records a selection names. */
export class Judge {
  readonly #groups: RecordGroups | undefined;
  readonly #named: ReadonlySet<string>;
  readonly #except: ReadonlySet<string>;
  /** Traces that somebody picked. */
  readonly picked: TraceIdSet | undefined;
  readonly #attribute: AttributeTest | undefined;
  readonly #through: number;
  readonly #nowMs: number;
  #oldest: number;

  /** @param groups fed with the whole file; needed where the selection names groups, or exempts some */
  constructor(selection: Selection, groups?: RecordGroups) {
    const { through, groups: named, except, oldest, traceIds, attribute } = selection;
    this.#through = through ?? 0;
    this.#groups = groups;
    this.#named = new Set(named);
    this.#except = new Set(except);
    this.#oldest = oldest ?? 0;
    this.#nowMs = selection.nowMs ?? -Infinity;
    this.picked = traceIds && TraceIdSet.from(traceIds);
    this.#attribute =
      attribute && new AttributeTest(attribute.key, [attribute.value], attribute.isNested);
  }

  /** Ordinals that go, ascending, dead ones among them; throws `SegmentError`. */
  goes(segment: OpenSegment): number[] {
    const { row } = segment;
    const keys = this.#groups?.of(segment).map((group) => (group ? groupKey(group) : ''));
    const stays = (i: number): boolean => this.#except.has(keys?.[i] ?? '');
    if (this.#oldest > 0 || row.id <= this.#through) {
      const all = Array.from({ length: row.records }, (_, i) => i).filter((i) => !stays(i));
      const wanted = row.id <= this.#through ? Infinity : this.#oldest;
      const gone = oldestOf(segment, all, wanted, this.#nowMs);
      for (const i of gone) if (!isDead(row.dead, i)) this.#oldest--;
      return gone;
    }
    const marks = new Uint8Array(row.records);
    for (const [i, key] of keys?.entries() ?? []) if (this.#named.has(key)) marks[i] = 1;
    if (this.picked) this.#markTraces(segment, this.picked, marks);
    if (this.#attribute) markAttribute(segment, this.#attribute, marks);
    return [...marks.keys()].filter((i) => marks[i] === 1 && !stays(i));
  }

  #markTraces({ header }: OpenSegment, wanted: TraceIdSet, marks: Uint8Array): void {
    if (header.signal === 'metrics') return;
    const { traceIds } = header.of;
    const hits = Array.from({ length: traceIds.length / 16 }, (_, t) =>
      wanted.has(traceIds, t * 16),
    );
    if (header.signal === 'traces') {
      const { runAt } = header.of;
      for (const [trace, hit] of hits.entries()) {
        if (hit) marks.fill(1, runAt[trace], runAt[trace + 1]);
      }
      return;
    }
    for (const [i, trace] of header.of.trace.entries())
      if (trace > 0 && hits[trace - 1]) marks[i] = 1;
  }
}

/**
 * The oldest of some records of a segment, until so many live ones are among them: trace by trace, else one by one.
 *
 * @returns their ordinals, ascending
 */
function oldestOf(
  { row, header }: OpenSegment,
  ordinals: readonly number[],
  wanted: number,
  nowMs: number,
): number[] {
  const live = (some: readonly number[]): number =>
    some.reduce((count, i) => count + (isDead(row.dead, i) ? 0 : 1), 0);
  if (live(ordinals) <= wanted) return [...ordinals];
  const timeAt = (i: number): number => timeOf(lastTimeOf(header, i), row.committedMs, nowMs);
  const units = unitsOf(header, ordinals)
    .map((unit) => ({ unit, ms: unit.reduce((last, i) => Math.max(last, timeAt(i)), 0) }))
    .toSorted((a, b) => a.ms - b.ms);
  const gone: number[] = [];
  let count = 0;
  for (const { unit } of units) {
    if (count >= wanted) break;
    gone.push(...unit);
    count += live(unit);
  }
  return gone.toSorted((a, b) => a - b);
}

/** Ordinals that go together: the spans of a trace, else each by itself. */
function unitsOf(header: OpenSegment['header'], ordinals: readonly number[]): number[][] {
  if (header.signal !== 'traces') return ordinals.map((i) => [i]);
  const { runAt } = header.of;
  const units: number[][] = [];
  let trace = -1;
  for (const i of ordinals) {
    if (trace < 0 || runAt[trace + 1]! <= i) {
      while (runAt[trace + 1]! <= i) trace++;
      units.push([]);
    }
    units.at(-1)!.push(i);
  }
  return units;
}

function lastTimeOf({ signal, of }: OpenSegment['header'], i: number): number {
  if (signal === 'traces') return of.startUs[i]! + of.durationUs[i]!;
  return signal === 'logs' ? of.timeUs[i]! : of.endUs[i]!;
}

const KINDS = { traces: 'span', logs: 'log', metrics: 'metric' } as const;

/**
 * Marks records that have the attribute. Of traces those that repeat others, with their trace: what was stored first
 * may have gone before, and then nothing that reads traces finds them.
 */
function markAttribute(
  { row, reader, header, context }: OpenSegment,
  test: AttributeTest,
  marks: Uint8Array,
): void {
  const isTraces = header.signal === 'traces';
  const wanted = [...marks.keys()].filter((i) => !isTraces || isDead(row.dead, i));
  if (wanted.length === 0) return;
  const filter = reader.section('filter', row.id);
  if (filter && !mayHold(filter, test.hashes)) return;
  const resources = context.resources.map(({ bytes }) => test.matches('resource', bytes));
  const scopes = context.scopes.map(({ bytes }) => test.matches('scope', bytes));
  const kind = KINDS[header.signal];
  for (const { ordinal, bytes } of readBodies(reader, row.id, header.of, wanted)) {
    const shared = resources[header.of.resource[ordinal]!] || scopes[header.of.scope[ordinal]!];
    if (shared || test.matches(kind, bytes)) marks[ordinal] = 1;
  }
  if (header.signal !== 'traces') return;
  const { traces, runAt } = header.of;
  for (let trace = 0; trace < traces; trace++) {
    const [first, end] = [runAt[trace]!, runAt[trace + 1]!];
    const hit = marks.indexOf(1, first);
    if (hit < 0) return;
    if (hit >= end) continue;
    for (const i of wanted) if (i >= first && i < end) marks[i] = 1;
  }
}
