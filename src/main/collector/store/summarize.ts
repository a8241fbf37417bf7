import { USAGE_CALL, USAGE_WRAPPER } from '../otlp/types.ts';
import type { SpanHeader } from './segment/span-header.ts';
import { StringTable } from './segment/string-table.ts';
import type { TraceParts } from './trace-parts.ts';

/** Bits of {@link TraceParts.flags}. */
export const PART_FLAG = { root: 1, rootError: 2 } as const;

/** Whether an ordinal is marked in a bitmap of dead ordinals. */
export function isDead(dead: Uint8Array | undefined, ordinal: number): boolean {
  return dead !== undefined && (dead[ordinal >>> 3]! & (1 << (ordinal & 7))) !== 0;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function emptyParts(traces: number, strings: readonly string[]): Mutable<TraceParts> {
  const indexes = (): Uint32Array => new Uint32Array(traces);
  const sums = (): Float64Array => new Float64Array(traces);
  return {
    count: 0,
    strings,
    traceIds: new Uint8Array(traces * 16),
    startUs: sums(),
    endUs: sums(),
    spans: indexes(),
    errors: indexes(),
    flags: new Uint8Array(traces),
    name: indexes(),
    service: indexes(),
    environment: indexes(),
    release: indexes(),
    provider: indexes(),
    model: indexes(),
    session: indexes(),
    user: indexes(),
    serviceAt: new Uint32Array(traces + 1),
    serviceList: new Uint32Array(0),
    modelAt: new Uint32Array(traces + 1),
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

/** Columns of which a trace takes the first value that is not '', by span start. */
const FIRST_VALUES = ['environment', 'release', 'provider', 'session', 'user'] as const;

/**
 * Sums up the spans of a segment per trace, without the dead ones; traces whose spans are all dead are left out.
 *
 * Pure: the builder calls it for a new segment, the writer again when it found duplicates.
 */
export function summarize(header: SpanHeader, dead?: Uint8Array): TraceParts {
  const strings = new StringTable();
  const parts = emptyParts(header.traces, strings.list);
  // Header string to parts string + 1; most strings of a header are not needed here.
  const known = new Uint32Array(header.strings.length);
  const textOf = (ref: number): number => {
    if (known[ref] === 0) known[ref] = strings.index(header.strings[ref]!) + 1;
    return known[ref]! - 1;
  };
  const services: number[] = [];
  const models: number[] = [];
  for (let trace = 0; trace < header.traces; trace++) {
    const row = parts.count;
    const serviceFrom = services.length;
    const modelFrom = models.length;
    let callModel = 0;
    let anyModel = 0;
    for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
      if (isDead(dead, i)) continue;
      const isRoot = header.parent[i] === 0 && (parts.flags[row]! & PART_FLAG.root) === 0;
      const start = header.startUs[i]!;
      const end = start + header.durationUs[i]!;
      if (parts.spans[row] === 0) parts.startUs[row] = start;
      if (parts.spans[row] === 0 || isRoot) {
        parts.name[row] = textOf(header.name[i]!);
        parts.service[row] = textOf(header.service[i]!);
      }
      parts.spans[row]!++;
      if (end > parts.endUs[row]! || parts.spans[row] === 1) parts.endUs[row] = end;
      if (header.status[i] === 2) parts.errors[row]!++;
      if (isRoot) {
        parts.flags[row]! |= PART_FLAG.root | (header.status[i] === 2 ? PART_FLAG.rootError : 0);
      }
      for (const column of FIRST_VALUES) {
        const ref = header[column][i]!;
        if (ref !== 0 && parts[column][row] === 0) parts[column][row] = textOf(ref);
      }
      const service = textOf(header.service[i]!);
      if (service !== 0 && !services.includes(service, serviceFrom)) services.push(service);
      const model = header.model[i]!;
      if (model !== 0) {
        const text = textOf(model);
        if (!models.includes(text, modelFrom)) models.push(text);
        anyModel ||= text;
        if (header.usage[i] === USAGE_CALL) callModel ||= text;
      }
      addUsage(parts, row, header, i);
    }
    if (parts.spans[row] === 0) continue;
    parts.model[row] = callModel || anyModel;
    parts.traceIds.set(header.traceIds.subarray(trace * 16, trace * 16 + 16), row * 16);
    parts.serviceAt[row + 1] = services.length;
    parts.modelAt[row + 1] = models.length;
    parts.count++;
  }
  parts.serviceList = Uint32Array.from(services);
  parts.modelList = Uint32Array.from(models);
  return parts.count === header.traces ? parts : cut(parts);
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
    const length =
      name === 'traceIds' ? parts.count * 16 : parts.count + (name.endsWith('At') ? 1 : 0);
    out[name] = (column as Uint8Array).slice(0, length);
  }
  return out as unknown as TraceParts;
}
