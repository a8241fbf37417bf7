import { FIRST_FIELDS, type TraceParts, type UsageParts } from '../trace-parts.ts';
import { HOT_LEVEL, MAX_SEGMENT_RECORDS } from '../limits.ts';
import { ColumnReader, ColumnWriter } from './columns.ts';
import { packSection, unpackSection } from './section.ts';

const writer = new ColumnWriter();

const STRING_COLUMNS = [
  'name',
  'service',
  'environment',
  'release',
  'provider',
  'model',
  'session',
  'user',
] as const;

const SUM_COLUMNS = [
  'inputTokens',
  'outputTokens',
  'cachedTokens',
  'reasoningTokens',
  'cost',
  'wrapperInputTokens',
  'wrapperOutputTokens',
  'wrapperCachedTokens',
  'wrapperReasoningTokens',
  'wrapperCost',
] as const;

const CALL_COLUMNS = [
  'callInputTokens',
  'callOutputTokens',
  'callCachedTokens',
  'callReasoningTokens',
  'callCost',
] as const;

/** The form kept in `segment_parts` and sent to readers after a commit. */
export function encodeTraceParts(parts: TraceParts, level = HOT_LEVEL): Uint8Array {
  const { count } = parts;
  const out = writer.reset();
  out.numbers([count, parts.serviceList.length, parts.modelList.length], 3);
  out.strings(parts.strings);
  out.bytes(parts.traceIds);
  out.numbers(parts.startUs, count);
  out.numbers(parts.endUs, count);
  out.numbers(parts.spans, count);
  out.numbers(parts.errors, count);
  out.numbers(parts.flags, count);
  for (const column of STRING_COLUMNS) out.numbers(parts[column], count);
  out.numbers(parts.serviceAt, count + 1);
  out.numbers(parts.serviceList, parts.serviceList.length);
  out.numbers(parts.modelAt, count + 1);
  out.numbers(parts.modelList, parts.modelList.length);
  for (const column of SUM_COLUMNS) out.numbers(parts[column], count);
  out.numbers(firstOffsets(parts), count * FIRST_FIELDS.length);
  if (parts.usage !== undefined) writeUsage(parts.usage, count);
  return packSection(out.finish(), level);
}

/** Reads what {@link encodeTraceParts} made. Throws `SegmentError` when it is damaged. */
export function decodeTraceParts(stored: Uint8Array): TraceParts {
  const input = new ColumnReader(unpackSection(stored));
  const [count, services, models] = input.sizes(3, MAX_SEGMENT_RECORDS) as [number, number, number];
  const strings = input.strings();
  const traceIds = input.bytes(count * 16);
  const head = {
    count,
    strings,
    traceIds,
    startUs: input.f64(count),
    endUs: input.f64(count),
    spans: input.u32(count),
    errors: input.u32(count),
    flags: input.u8(count),
  };
  const refs = {} as Record<(typeof STRING_COLUMNS)[number], Uint32Array>;
  for (const column of STRING_COLUMNS) refs[column] = input.indexes(count, strings.length);
  const lists = {
    serviceAt: input.offsets(count, services),
    serviceList: input.indexes(services, strings.length),
    modelAt: input.offsets(count, models),
    modelList: input.indexes(models, strings.length),
  };
  const sums = {} as Record<(typeof SUM_COLUMNS)[number], Float64Array>;
  for (const column of SUM_COLUMNS) sums[column] = input.f64(count);
  const firstUs = input.f64(count * FIRST_FIELDS.length).slice();
  for (let at = 0; at < firstUs.length; at++) firstUs[at]! += head.startUs[at % count]!;
  const parts = { ...head, ...refs, ...lists, ...sums, firstUs };
  return input.atEnd ? parts : { ...parts, usage: readUsage(input, count) };
}

/** The end of the block: absent in older files, and passed over by the programs that wrote them. */
function writeUsage(usage: UsageParts, count: number): void {
  const calls = usage.callCost.length;
  writer.numbers([calls, usage.parentIds.length / 8], 2);
  writer.numbers(usage.callAt, count + 1);
  writer.bytes(usage.callIds);
  for (const column of CALL_COLUMNS) writer.numbers(usage[column], calls);
  writer.numbers(usage.parentAt, count + 1);
  writer.bytes(usage.parentIds);
}

function readUsage(input: ColumnReader, count: number): UsageParts {
  const [calls, parents] = input.sizes(2, MAX_SEGMENT_RECORDS) as [number, number];
  const callAt = input.offsets(count, calls);
  const callIds = input.bytes(calls * 8);
  const columns = {} as Record<(typeof CALL_COLUMNS)[number], Float64Array>;
  for (const column of CALL_COLUMNS) columns[column] = input.f64(calls);
  const parentAt = input.offsets(count, parents);
  return { callAt, callIds, ...columns, parentAt, parentIds: input.bytes(parents * 8) };
}

/** Microseconds from the start of the part to each first value: mostly 0, and 0 where there is no value. */
function firstOffsets({ firstUs, startUs, count }: TraceParts): Float64Array {
  const offsets = new Float64Array(count * FIRST_FIELDS.length);
  for (let at = 0; at < offsets.length; at++) {
    const first = firstUs?.[at] ?? 0;
    offsets[at] = first === 0 ? 0 : first - startUs[at % count]!;
  }
  return offsets;
}
