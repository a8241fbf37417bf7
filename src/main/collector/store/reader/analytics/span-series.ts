import type { GroupField } from '../../../../../shared/contract/group-fields.ts';
import { readSplitKey } from '../../../../../shared/query/group-key.ts';
import type { HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { StringTable } from '../string-table.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { AttributeGroups, AttributeSplit } from './attribute-split.ts';
import { FactsSource } from './facts-source.ts';
import { isRolled, type RolledField } from './rollup/combinations.ts';
import { keptValues, liveSpans } from './rollup/kept-segment.ts';
import type { ProjectRollup } from './rollup/project-rollup.ts';
import type { RollupCache } from './rollup/rollup-cache.ts';
import { RollupSource } from './rollup/rollup-source.ts';
import { MINUTE_US, type SpanRollup } from './rollup/span-rollup.ts';
import { type FoundSegment, findSegments, readSegment, storedTimes } from './scan-headers.ts';
import { type ListedValues, SpanCounter } from './span-counter.ts';
import { type SeriesSource, sumSeries } from './sum-series.ts';
import { type TimeSteps, wholeSteps } from './time-steps.ts';
import type { PlainSeries, SeriesQuery } from './trace-series.ts';

/** Times of nothing: where both ends are given, those of the spans do not matter. */
const NO_TIMES = { first: Infinity, last: -Infinity };

/** What is counted of spans and how. */
interface SpanQuery {
  readonly projectId: string;
  readonly time: TimeSteps;
  /** Starts of the spans that count, microseconds; `toUs` itself is left out. */
  readonly fromUs: number;
  readonly toUs: number;
  readonly groupBy: GroupField | undefined;
  /** What spans are split by instead of a field. */
  readonly attribute: AttributeSplit | undefined;
  readonly onlyCalls: boolean;
  /** Traces whose spans count; absent for all. */
  readonly only: TraceIdSet | undefined;
  /** Values of what is split by. */
  readonly values: StringTable;
  readonly intern: (value: string) => number;
  /** The answer is not wanted any more. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Spans or calls of some traces, absent for all, by their own start: from roll-ups where those tell it, else from
 * the headers of segments; values of an attribute from the records.
 *
 * Throws AppError `unavailable` once the signal is given.
 */
export async function spanSeries(
  files: DataFiles,
  rollups: RollupCache,
  query: SeriesQuery,
  only?: TraceIds,
  hidden?: HiddenAttributes | null,
  signal?: AbortSignal,
): Promise<PlainSeries> {
  const { projectId, filter } = query;
  const key = query.groupBy === undefined ? undefined : readSplitKey(query.groupBy);
  const values = new StringTable();
  const attribute =
    key?.kind === 'attribute' ? new AttributeSplit(key.key, hidden ?? null) : undefined;
  const told = attribute && new AttributeGroups(values, query.values);
  const isOpen = filter.fromUs === undefined || filter.toUs === undefined;
  const { first, last } = isOpen ? storedTimes(files, projectId) : NO_TIMES;
  const time = query.time ?? wholeSteps(filter, first, last, query.steps);
  const spans: SpanQuery = {
    projectId,
    time,
    fromUs: filter.fromUs ?? time.fromUs,
    toUs: Math.min(filter.toUs ?? Infinity, time.fromUs + time.stepUs * time.steps),
    groupBy: key?.kind === 'field' ? key.field : undefined,
    attribute,
    onlyCalls: query.counted === 'calls',
    only: only && TraceIdSet.from(only),
    values,
    intern: (value) => (told ?? values).intern(value),
    signal,
  };
  const sources = await sourcesOf(files, await rollups.fresh(projectId), spans);
  const sums = sumSeries(sources, {
    steps: time.steps,
    groups: key === undefined ? 0 : values.size,
    textOf: (number) => values.text(number),
    leftOut: told?.leftOut,
    orderBy: query.orderBy,
    limit: query.groups,
    only: query.values,
    groupOf: (value) => values.find(value),
  });
  const { fromUs, stepUs } = time;
  return { fromUs, stepUs, ...sums, ...(told && { truncated: told.truncated }) };
}

async function sourcesOf(
  files: DataFiles,
  project: ProjectRollup,
  spans: SpanQuery,
): Promise<SeriesSource[]> {
  const { rollup } = project;
  const scan = (fromUs: number, toUs: number) =>
    rollup === undefined
      ? scanSpans(files, spans, fromUs, toUs)
      : countSpans(files, { project, rollup }, spans, fromUs, toUs);
  const { groupBy, time, fromUs, toUs } = spans;
  const field = rolledField(spans);
  if (rollup === undefined || field === null) return [await scan(fromUs, toUs)];
  const fromMinute = Math.ceil(fromUs / MINUTE_US);
  const toMinute = Math.max(fromMinute, Math.floor(toUs / MINUTE_US));
  const sources: SeriesSource[] = [];
  // Minutes that are not whole.
  const edges = [
    [fromUs, Math.min(toUs, fromMinute * MINUTE_US)],
    [Math.max(fromUs, toMinute * MINUTE_US), toUs],
  ] as const;
  for (const [from, to] of edges) {
    const holdsAny = rollup.holdsAny(Math.floor(from / MINUTE_US));
    if (from < to && holdsAny) sources.push(await scan(from, to));
  }
  const { onlyCalls, values } = spans;
  const whole = { time, fromMinute, toMinute, onlyCalls, values };
  return [...sources, new RollupSource(rollup, { ...whole, field: groupBy && field })];
}

/** The field to split a roll-up by, undefined for none; null where roll-ups do not tell what is asked. */
function rolledField(spans: SpanQuery): RolledField | undefined | null {
  const { only, groupBy, attribute, time } = spans;
  if (only !== undefined || attribute !== undefined) return null;
  if (time.steps > 1 && (time.fromUs % MINUTE_US !== 0 || time.stepUs % MINUTE_US !== 0)) {
    return null;
  }
  return groupBy === undefined || isRolled(groupBy) ? groupBy : null;
}

/** Spans from the headers of their segments. */
async function scanSpans(
  files: DataFiles,
  spans: SpanQuery,
  fromUs: number,
  toUs: number,
): Promise<SeriesSource> {
  const counter = new SpanCounter({ ...spans, fromUs, toUs }, undefined);
  const range = { projectId: spans.projectId, fromUs, toUs };
  for await (const segment of findSegments(files, range)) {
    spans.signal?.throwIfAborted();
    const read = readSegment(files, segment, counter.columns);
    if (read !== undefined) addRead(files, spans, counter, { ...segment, ...read });
  }
  return new FactsSource(counter.finish(), spans.time.steps);
}

/** Counts a segment by its header, and with it by an attribute where that is asked for. */
function addRead(
  files: DataFiles,
  { attribute, only }: SpanQuery,
  counter: SpanCounter,
  segment: FoundSegment & Parameters<SpanCounter['add']>[0],
): void {
  if (attribute === undefined) return counter.add(segment, only);
  const { traceIds, traces } = segment.header;
  if (only?.hasAny(traceIds, traces) === false) return;
  const texts = new StringTable();
  const read = attribute.read(files, segment, texts);
  if (read !== undefined) counter.add(segment, only, { values: read.numbers, texts });
}

/** Spans one by one from what a roll-up keeps of their segments, else from the headers. */
async function countSpans(
  files: DataFiles,
  counted: { readonly project: ProjectRollup; readonly rollup: SpanRollup },
  spans: SpanQuery,
  fromUs: number,
  toUs: number,
): Promise<SeriesSource> {
  const { only } = spans;
  const { project, rollup } = counted;
  const counter = new SpanCounter({ ...spans, fromUs, toUs }, rollup);
  // Few may pass a filter.
  if (only === undefined) counter.reserve(rollup);
  const { kept } = project;
  const valuesOf = listedValues(files, project, spans);
  for await (const segment of findSegments(files, { projectId: spans.projectId, fromUs, toUs })) {
    spans.signal?.throwIfAborted();
    const { path, row } = segment;
    const known = kept.get(path, row.id);
    if (known !== undefined) {
      if (valuesOf === undefined) {
        counter.addKept(known, only);
        continue;
      }
      if (only?.hasAny(known.traceIds, known.runs) === false) continue;
      const listed = valuesOf(segment);
      if (listed !== undefined) {
        counter.addKept(known, only, listed);
        continue;
      }
    }
    if (known === undefined && project.mayKeep(path, row)) {
      const read = readSegment(files, segment);
      if (read === undefined) continue;
      addRead(files, spans, counter, { ...segment, ...read });
      project.keep(path, row, read.header);
    } else {
      const read = readSegment(files, segment, counter.columns);
      if (read !== undefined) addRead(files, spans, counter, { ...segment, ...read });
    }
  }
  return new FactsSource(counter.finish(), spans.time.steps);
}

/** Tells what the spans of a kept segment have that roll-ups are not split by; undefined where that is not needed. */
function listedValues(
  files: DataFiles,
  project: ProjectRollup,
  { groupBy, attribute }: SpanQuery,
): ((segment: FoundSegment) => ListedValues | undefined) | undefined {
  const { kept, attributes } = project;
  if (attribute !== undefined) {
    const column = attributes.column(attribute.name);
    return (segment) => {
      const { path, row } = segment;
      const known = column.get(path, row.id);
      if (known !== undefined) return { values: known, texts: column.texts };
      const hasRoom = attributes.hasRoom(column, row.records * 4, project.attributeBytes);
      const texts = hasRoom ? column.texts : new StringTable();
      const read = attribute.read(files, segment, texts);
      if (read === undefined) return undefined;
      const { header, numbers } = read;
      const values = liveSpans(header, row.dead).ordinals.map((ordinal) => numbers[ordinal]!);
      if (hasRoom) column.add(path, row.id, values);
      return { values, texts };
    };
  }
  if (groupBy === undefined || isRolled(groupBy)) return undefined;
  return (segment) => {
    const { path, row } = segment;
    const values = kept.valuesOf(path, row.id, groupBy, project.keptBytes, (texts) => {
      const read = readSegment(files, segment, new Set([groupBy, 'strings'] as const));
      return read && keptValues(read.header, groupBy, row.dead, texts);
    });
    return values && { values, texts: kept.texts };
  };
}
