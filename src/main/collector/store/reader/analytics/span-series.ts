import type { SeriesInput } from '../../../../../shared/contract/analytics.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { StringTable } from '../string-table.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { FactsSource } from './facts-source.ts';
import { isRolled, type RolledField } from './rollup/combinations.ts';
import { keptValues } from './rollup/kept-segment.ts';
import type { ProjectRollup } from './rollup/project-rollup.ts';
import type { RollupCache } from './rollup/rollup-cache.ts';
import { RollupSource } from './rollup/rollup-source.ts';
import { MINUTE_US, type SpanRollup } from './rollup/span-rollup.ts';
import { findSegments, readSegment, scanHeaders, storedTimes } from './scan-headers.ts';
import { SpanCounter } from './span-counter.ts';
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
  readonly groupBy: SeriesInput['groupBy'];
  readonly onlyCalls: boolean;
  /** Traces whose spans count; absent for all. */
  readonly only: TraceIdSet | undefined;
  /** Values of the field that is split by. */
  readonly values: StringTable;
}

/**
 * Spans or calls of some traces, absent for all, by their own start: from roll-ups where those tell it, else from
 * the headers of segments.
 */
export async function spanSeries(
  files: DataFiles,
  rollups: RollupCache,
  query: SeriesQuery,
  only?: TraceIds,
): Promise<PlainSeries> {
  const { projectId, filter, groupBy } = query;
  const isOpen = filter.fromUs === undefined || filter.toUs === undefined;
  const { first, last } = isOpen ? storedTimes(files, projectId) : NO_TIMES;
  const time = query.time ?? wholeSteps(filter, first, last, query.steps);
  const spans: SpanQuery = {
    projectId,
    time,
    fromUs: filter.fromUs ?? time.fromUs,
    toUs: Math.min(filter.toUs ?? Infinity, time.fromUs + time.stepUs * time.steps),
    groupBy,
    onlyCalls: query.counted === 'calls',
    only: only && TraceIdSet.from(only),
    values: new StringTable(),
  };
  const sources = await sourcesOf(files, await rollups.fresh(projectId), spans);
  const sums = sumSeries(sources, {
    steps: time.steps,
    groups: groupBy === undefined ? 0 : spans.values.size,
    textOf: (number) => spans.values.text(number),
    orderBy: query.orderBy,
    limit: query.groups,
    only: query.values,
    groupOf: (value) => spans.values.find(value),
  });
  return { fromUs: time.fromUs, stepUs: time.stepUs, ...sums };
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
function rolledField({ only, groupBy, time }: SpanQuery): RolledField | undefined | null {
  if (only !== undefined) return null;
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
  for await (const segment of scanHeaders(files, range, counter.columns)) {
    counter.add(segment, spans.only);
  }
  return new FactsSource(counter.finish(), spans.time.steps);
}

/** Spans one by one from what a roll-up keeps of their segments, else from the headers. */
async function countSpans(
  files: DataFiles,
  { project, rollup }: { readonly project: ProjectRollup; readonly rollup: SpanRollup },
  spans: SpanQuery,
  fromUs: number,
  toUs: number,
): Promise<SeriesSource> {
  const { groupBy, only } = spans;
  const listed = groupBy === undefined || isRolled(groupBy) ? undefined : groupBy;
  const counter = new SpanCounter({ ...spans, fromUs, toUs }, rollup);
  // Few may pass a filter.
  if (only === undefined) counter.reserve(rollup);
  const { kept } = project;
  for await (const segment of findSegments(files, { projectId: spans.projectId, fromUs, toUs })) {
    const { path, row } = segment;
    const known = kept.get(path, row.id);
    if (known !== undefined && listed === undefined) {
      counter.addKept(known, only);
      continue;
    }
    const values =
      listed &&
      kept.valuesOf(path, row.id, listed, project.keptBytes, (texts) => {
        const read = readSegment(files, segment, new Set([listed, 'strings'] as const));
        return read && keptValues(read.header, listed, row.dead, texts);
      });
    if (known !== undefined && values !== undefined) {
      counter.addKept(known, only, { values, texts: kept.texts });
      continue;
    }
    if (known === undefined && project.mayKeep(path, row)) {
      const read = readSegment(files, segment);
      if (read === undefined) continue;
      counter.add(read, only);
      project.keep(path, row, read.header);
    } else {
      const read = readSegment(files, segment, counter.columns);
      if (read !== undefined) counter.add(read, only);
    }
  }
  return new FactsSource(counter.finish(), spans.time.steps);
}
