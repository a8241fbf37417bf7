import { USAGE_CALL, USAGE_WRAPPER } from '../otlp/types.ts';
import { ColumnSpace } from './segment/column-space.ts';
import type { SpanHeader } from './segment/span-header.ts';
import { StringTable } from './segment/string-table.ts';
import { UsageCollector } from './summarize-usage.ts';
import { FIRST_FIELDS, type TraceParts } from './trace-parts.ts';

/** Bits of {@link TraceParts.flags}. */
export const PART_FLAG = { root: 1, rootError: 2, callModel: 4 } as const;

/** Whether an ordinal is marked in a bitmap of dead ordinals. */
export function isDead(dead: Uint8Array | undefined, ordinal: number): boolean {
  return dead !== undefined && (dead[ordinal >>> 3]! & (1 << (ordinal & 7))) !== 0;
}

/** Traces of a segment by number: `from` to `to - 1`. */
export interface TraceRange {
  readonly from: number;
  readonly to: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function emptyParts(traces: number, strings: readonly string[]): Mutable<TraceParts> {
  const numbers = ColumnSpace.bytes(traces, { u8: 1, u32: 10, f64: 12 + FIRST_FIELDS.length });
  const offsets = ColumnSpace.bytes(traces + 1, { u32: 2 });
  const space = new ColumnSpace(traces * 16 + numbers + offsets);
  const indexes = (): Uint32Array => space.u32(traces);
  const sums = (): Float64Array => space.f64(traces);
  return {
    count: 0,
    strings,
    traceIds: space.u8(traces * 16),
    startUs: sums(),
    endUs: sums(),
    spans: indexes(),
    errors: indexes(),
    flags: space.u8(traces),
    name: indexes(),
    service: indexes(),
    environment: indexes(),
    release: indexes(),
    provider: indexes(),
    model: indexes(),
    session: indexes(),
    user: indexes(),
    firstUs: space.f64(traces * FIRST_FIELDS.length),
    serviceAt: space.u32(traces + 1),
    serviceList: new Uint32Array(0),
    modelAt: space.u32(traces + 1),
    modelList: new Uint32Array(0),
    inputTokens: sums(),
    outputTokens: sums(),
    cachedTokens: sums(),
    reasoningTokens: sums(),
    cost: sums().fill(Number.NaN),
    wrapperInputTokens: sums(),
    wrapperOutputTokens: sums(),
    wrapperCachedTokens: sums(),
    wrapperReasoningTokens: sums(),
    wrapperCost: sums().fill(Number.NaN),
  };
}

/** Columns of which a trace takes the first value that is not '', by span start, and their rows in `firstUs`. */
const FIRST_VALUES = (['environment', 'release', 'provider', 'session', 'user'] as const).map(
  (column) => ({ column, field: FIRST_FIELDS.indexOf(column) }),
);
const MODEL_FIELD = FIRST_FIELDS.indexOf('model');

/**
 * Sums up the spans of a segment per trace, without the dead ones; traces whose spans are all dead are left out.
 *
 * Pure: the builder calls it for a new segment, the writer again when it found duplicates, the reader for the
 * `range` of a trace that is opened.
 */
export function summarize(
  header: SpanHeader,
  dead?: Uint8Array,
  range: TraceRange = { from: 0, to: header.traces },
): TraceParts {
  const traces = range.to - range.from;
  const strings = new StringTable();
  const parts = emptyParts(traces, strings.list);
  const usage = new UsageCollector(header, (ordinal) => isDead(dead, ordinal));
  // Header string to parts string + 1; most strings of a header are not needed here.
  const known = new Uint32Array(header.strings.length);
  const textOf = (ref: number): number => {
    if (known[ref] === 0) known[ref] = strings.index(header.strings[ref]!) + 1;
    return known[ref]! - 1;
  };
  const firsts = FIRST_VALUES.map(({ column, field }) => ({
    refs: header[column],
    values: parts[column],
    field,
  }));
  const services: number[] = [];
  const models: number[] = [];
  for (let trace = range.from; trace < range.to; trace++) {
    const first = header.runAt[trace]!;
    const row = parts.count;
    const serviceFrom = services.length;
    const modelFrom = models.length;
    for (let i = first; i < header.runAt[trace + 1]!; i++) {
      if (isDead(dead, i)) continue;
      const isRoot = header.parent[i] === 0;
      const start = header.startUs[i]!;
      const end = start + header.durationUs[i]!;
      if (parts.spans[row] === 0) parts.startUs[row] = start;
      if (end > parts.endUs[row]! || parts.spans[row] === 0) parts.endUs[row] = end;
      if (header.status[i] === 2) parts.errors[row]!++;
      const service = textOf(header.service[i]!);
      if (mayName(parts, row, isRoot, start)) {
        takeName(parts, row, isRoot, textOf(header.name[i]!), service, start);
      }
      if (isRoot && header.status[i] === 2) parts.flags[row]! |= PART_FLAG.rootError;
      for (const { refs, values, field } of firsts) {
        const ref = refs[i]!;
        if (ref !== 0) takeFirst(parts, values, field, row, textOf(ref), start);
      }
      if (service !== 0 && !services.includes(service, serviceFrom)) services.push(service);
      const model = header.model[i]!;
      if (model !== 0) {
        const text = textOf(model);
        if (!models.includes(text, modelFrom)) models.push(text);
        takeModel(parts, row, header.usage[i] === USAGE_CALL, text, start);
      }
      addUsage(parts, row, header, i);
      usage.add(i, first);
      parts.spans[row]!++;
    }
    if (parts.spans[row] === 0) continue;
    parts.traceIds.set(header.traceIds.subarray(trace * 16, trace * 16 + 16), row * 16);
    parts.serviceAt[row + 1] = services.length;
    parts.modelAt[row + 1] = models.length;
    usage.endTrace();
    parts.count++;
  }
  parts.usage = usage.finish();
  parts.serviceList = Uint32Array.from(services);
  parts.modelList = Uint32Array.from(models);
  return parts.count === traces ? parts : cut(parts);
}

/** Keeps a value that is not '' if it comes first: by start, of equal starts the smaller text. */
function takeFirst(
  parts: TraceParts,
  column: Uint32Array,
  field: number,
  row: number,
  value: number,
  start: number,
): void {
  const { strings } = parts;
  const at = field * parts.flags.length + row;
  const firstUs = parts.firstUs!;
  const old = column[row]!;
  // Spans come by start, so a later one can only win a tie.
  if (old !== 0 && (start > firstUs[at]! || strings[value]! >= strings[old]!)) return;
  column[row] = value;
  firstUs[at] = start;
}

/** The model of a call goes before that of any other span. */
function takeModel(
  parts: TraceParts,
  row: number,
  isCall: boolean,
  value: number,
  start: number,
): void {
  const flags = parts.flags[row]!;
  const hasCall = (flags & PART_FLAG.callModel) !== 0;
  if (hasCall && !isCall) return;
  if (isCall && !hasCall) {
    parts.flags[row] = flags | PART_FLAG.callModel;
    parts.model[row] = 0;
  }
  takeFirst(parts, parts.model, MODEL_FIELD, row, value, start);
}

/** Whether a span can name its trace: most cannot, and their names need not be looked at. */
function mayName(parts: TraceParts, row: number, isRoot: boolean, start: number): boolean {
  if (parts.spans[row] === 0) return true;
  const hasRoot = (parts.flags[row]! & PART_FLAG.root) !== 0;
  return hasRoot === isRoot ? start <= parts.firstUs![row]! : isRoot;
}

/** The first root names the trace, and until one comes the first span; of equal starts the smaller name. */
function takeName(
  parts: TraceParts,
  row: number,
  isRoot: boolean,
  name: number,
  service: number,
  start: number,
): void {
  const { strings } = parts;
  const flags = parts.flags[row]!;
  const hasRoot = (flags & PART_FLAG.root) !== 0;
  const firstUs = parts.firstUs!;
  if (parts.spans[row]! > 0 && hasRoot === isRoot && start === firstUs[row]) {
    const known = parts.name[row]!;
    if (strings[name]! > strings[known]!) return;
    if (name === known && strings[service]! >= strings[parts.service[row]!]!) return;
  }
  if (isRoot) parts.flags[row] = flags | PART_FLAG.root;
  parts.name[row] = name;
  parts.service[row] = service;
  firstUs[row] = start;
}

function addUsage(parts: TraceParts, row: number, header: SpanHeader, i: number): void {
  const usage = header.usage[i];
  if (usage === USAGE_CALL) {
    parts.inputTokens[row]! += header.inputTokens[i]!;
    parts.outputTokens[row]! += header.outputTokens[i]!;
    parts.cachedTokens[row]! += header.cachedTokens[i]!;
    parts.reasoningTokens[row]! += header.reasoningTokens[i]!;
    if (header.costSource[i] !== 0) {
      const before = parts.cost[row]!;
      parts.cost[row] = (Number.isNaN(before) ? 0 : before) + header.cost[i]!;
    }
  } else if (usage === USAGE_WRAPPER) {
    raise(parts.wrapperInputTokens, row, header.inputTokens[i]!);
    raise(parts.wrapperOutputTokens, row, header.outputTokens[i]!);
    raise(parts.wrapperCachedTokens, row, header.cachedTokens[i]!);
    raise(parts.wrapperReasoningTokens, row, header.reasoningTokens[i]!);
    if (header.costSource[i] !== 0) raise(parts.wrapperCost, row, header.cost[i]!);
  }
}

function raise(column: Float64Array, row: number, value: number): void {
  // Also true when the column holds NaN.
  if (!(column[row]! >= value)) column[row] = value;
}

/** Shortens the columns to the traces that are left. */
function cut(parts: TraceParts): TraceParts {
  const out: Record<string, unknown> = { ...parts };
  for (const [name, column] of Object.entries(parts)) {
    if (!ArrayBuffer.isView(column) || name === 'serviceList' || name === 'modelList') continue;
    if (name === 'firstUs') continue;
    const length =
      name === 'traceIds' ? parts.count * 16 : parts.count + (name.endsWith('At') ? 1 : 0);
    out[name] = (column as Uint8Array).slice(0, length);
  }
  const stride = parts.flags.length;
  const firstUs = new Float64Array(parts.count * FIRST_FIELDS.length);
  for (const field of FIRST_FIELDS.keys()) {
    const from = field * stride;
    firstUs.set(parts.firstUs!.subarray(from, from + parts.count), field * parts.count);
  }
  return { ...(out as unknown as TraceParts), firstUs };
}
