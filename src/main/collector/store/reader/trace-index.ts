import { PART_FLAG } from '../summarize.ts';
import type { TraceParts, UsageParts } from '../trace-parts.ts';
import { CALL_WIDTH, CallTable } from './call-table.ts';
import { StartBounds } from './latest-rows.ts';
import { RunningTotals } from './running-totals.ts';
import { StringSets } from './string-sets.ts';
import { StringTable } from './string-table.ts';
import { FIRSTS, TraceColumns } from './trace-columns.ts';
import { TraceHash } from './trace-hash.ts';
import { idWord, idWords } from './trace-id.ts';

const FIRST_ROWS = 1024;

/**
 * Every trace of one project, merged from the parts that its segments hold.
 *
 * A row is the same whatever the order in which parts arrive: counts and sums add up, times widen, sets unite, and
 * each first value carries the start of the span it came from. A trace has an error when any of its spans has one,
 * its root included; its name is the earliest root's, or the earliest span's while there is no root.
 */
export class TraceIndex {
  readonly columns: TraceColumns;
  readonly strings = new StringTable();
  readonly serviceSets = new StringSets();
  readonly modelSets = new StringSets();
  /** Of all traces; of none in an index for a single one. */
  readonly totals = new RunningTotals();
  readonly startBounds = new StartBounds();
  /** Grows with every change. */
  version = 0;
  private readonly isSingle: boolean;
  private readonly hash: TraceHash;
  private readonly calls = new CallTable();
  private readonly applied = new Map<string, Set<number>>();

  /** An index for a single trace keeps no totals, and takes little memory: one is made for each trace opened. */
  constructor(isSingle = false) {
    this.columns = new TraceColumns(isSingle ? 1 : FIRST_ROWS);
    this.hash = new TraceHash(isSingle ? 4 : FIRST_ROWS * 2);
    this.isSingle = isSingle;
  }

  get count(): number {
    return this.columns.count;
  }

  /** Bytes held, roughly: columns, hash tables, strings. */
  get bytes(): number {
    const tables = this.hash.bytes + this.calls.bytes;
    return this.columns.bytes + tables + this.strings.size * 80 + this.strings.units;
  }

  /** Merges the parts of a segment; a segment that was merged before changes nothing. */
  add(day: string, segmentId: number, parts: TraceParts): void {
    const segments = this.applied.get(day) ?? new Set();
    if (segments.has(segmentId)) return;
    segments.add(segmentId);
    this.applied.set(day, segments);
    this.version++;
    const numbers = new Uint32Array(parts.strings.length);
    for (const [i, text] of parts.strings.entries()) numbers[i] = this.strings.intern(text);
    const serviceList = parts.serviceList.map((string) => numbers[string]!);
    const modelList = parts.modelList.map((string) => numbers[string]!);
    for (let i = 0; i < parts.count; i++) {
      const row = this.rowFor(parts.traceIds, i * 16);
      if (this.columns.spans[row]! > 0 && !this.isSingle) this.totals.remove(this.columns, row);
      this.mergeFirsts(row, parts, i, numbers);
      this.mergeSums(row, parts, i);
      const { services, models } = this.columns;
      services[row] = this.serviceSets.add(
        services[row]!,
        serviceList,
        parts.serviceAt[i]!,
        parts.serviceAt[i + 1]!,
      );
      models[row] = this.modelSets.add(
        models[row]!,
        modelList,
        parts.modelAt[i]!,
        parts.modelAt[i + 1]!,
      );
      if (!this.isSingle) this.totals.add(this.columns, row);
    }
  }

  /** The row of a trace by its hex id, or -1. */
  rowOf(traceId: string): number {
    const [a, b, c, d] = idWords(traceId);
    return this.hash.find(this.columns.ids, a, b, c, d);
  }

  /** The row of the trace id in 16 bytes at an offset, or -1. */
  rowOfBytes(bytes: Uint8Array, at: number): number {
    return this.hash.find(
      this.columns.ids,
      idWord(bytes, at),
      idWord(bytes, at + 4),
      idWord(bytes, at + 8),
      idWord(bytes, at + 12),
    );
  }

  private rowFor(bytes: Uint8Array, at: number): number {
    const known = this.rowOfBytes(bytes, at);
    if (known >= 0) return known;
    const { columns } = this;
    const row = columns.addRow();
    for (let word = 0; word < 4; word++) columns.ids[row * 4 + word] = idWord(bytes, at + word * 4);
    columns.startUs[row] = Infinity;
    columns.endUs[row] = -Infinity;
    columns.cost[row] = Number.NaN;
    this.hash.add(columns.ids, row, columns.count);
    return row;
  }

  private mergeSums(row: number, parts: TraceParts, i: number): void {
    const c = this.columns;
    if (parts.startUs[i]! < c.startUs[row]!) {
      c.startUs[row] = parts.startUs[i]!;
      this.startBounds.raise(row, parts.startUs[i]!);
    }
    if (parts.endUs[i]! > c.endUs[row]!) c.endUs[row] = parts.endUs[i]!;
    c.spans[row]! += parts.spans[i]!;
    c.errors[row]! += parts.errors[i]!;
    if (parts.usage === undefined) {
      c.inputTokens[row]! += parts.inputTokens[i]!;
      c.outputTokens[row]! += parts.outputTokens[i]!;
      c.cachedTokens[row]! += parts.cachedTokens[i]!;
      c.reasoningTokens[row]! += parts.reasoningTokens[i]!;
      c.addCost(row, parts.cost[i]!);
    } else this.mergeCalls(row, parts.usage, i);
    c.raiseWrapper(
      row,
      parts.wrapperInputTokens[i]!,
      parts.wrapperOutputTokens[i]!,
      parts.wrapperCachedTokens[i]!,
      parts.wrapperReasoningTokens[i]!,
      parts.wrapperCost[i]!,
    );
    c.sumUp(row);
  }

  private mergeCalls(row: number, parts: UsageParts, i: number): void {
    const { calls } = this;
    for (let at = parts.parentAt[i]!; at < parts.parentAt[i + 1]!; at++) {
      const wrapper = calls.addParent(row, parts.parentIds, at * 8);
      if (wrapper === 0) continue;
      this.countCall(row, wrapper, -1);
      this.wrap(row, wrapper);
    }
    for (let at = parts.callAt[i]!; at < parts.callAt[i + 1]!; at++) {
      const call = calls.addCall(row, parts.callIds, at * 8);
      if (call === 0) continue;
      const { usage } = calls;
      const to = Math.abs(call) * CALL_WIDTH;
      usage[to] = parts.callInputTokens[at]!;
      usage[to + 1] = parts.callOutputTokens[at]!;
      usage[to + 2] = parts.callCachedTokens[at]!;
      usage[to + 3] = parts.callReasoningTokens[at]!;
      usage[to + 4] = parts.callCost[at]!;
      if (call > 0) this.countCall(row, call, 1);
      else this.wrap(row, -call);
    }
  }

  /** Adds the usage of a call to the sums of its trace, or takes it away again. */
  private countCall(row: number, call: number, sign: 1 | -1): void {
    const { columns: c } = this;
    const { usage } = this.calls;
    const at = call * CALL_WIDTH;
    c.inputTokens[row]! += sign * usage[at]!;
    c.outputTokens[row]! += sign * usage[at + 1]!;
    c.cachedTokens[row]! += sign * usage[at + 2]!;
    c.reasoningTokens[row]! += sign * usage[at + 3]!;
    if (sign > 0) c.addCost(row, usage[at + 4]!);
    else c.removeCost(row, usage[at + 4]!);
  }

  private wrap(row: number, call: number): void {
    const [input, output, cached, reasoning, cost] = this.calls.usageOf(call);
    this.columns.raiseWrapper(row, input!, output!, cached!, reasoning!, cost!);
  }

  private mergeFirsts(row: number, parts: TraceParts, i: number, numbers: Uint32Array): void {
    const c = this.columns;
    const at = (field: number): number =>
      parts.firstUs === undefined ? parts.startUs[i]! : parts.firstUs[field * parts.count + i]!;
    this.mergeName(row, parts, i, numbers, at(0));
    this.mergeFirst(c.environment, 1, row, numbers[parts.environment[i]!]!, at(1));
    this.mergeFirst(c.release, 2, row, numbers[parts.release[i]!]!, at(2));
    this.mergeFirst(c.provider, 3, row, numbers[parts.provider[i]!]!, at(3));
    this.mergeModel(row, parts.flags[i]!, numbers[parts.model[i]!]!, at(4));
    this.mergeFirst(c.session, 5, row, numbers[parts.session[i]!]!, at(5));
    this.mergeFirst(c.user, 6, row, numbers[parts.user[i]!]!, at(6));
  }

  private mergeFirst(
    column: Uint32Array,
    field: number,
    row: number,
    value: number,
    atUs: number,
  ): void {
    if (value === 0) return;
    const old = column[row]!;
    const { firstUs } = this.columns;
    const slot = row * FIRSTS + field;
    const known = firstUs[slot]!;
    if (old !== 0 && (atUs > known || (atUs === known && this.compare(old, value) <= 0))) return;
    column[row] = value;
    firstUs[slot] = atUs;
  }

  /** The model of a call goes before that of any other span. */
  private mergeModel(row: number, flags: number, model: number, atUs: number): void {
    const c = this.columns;
    const isCall = flags & PART_FLAG.callModel;
    const hasCall = c.flags[row]! & PART_FLAG.callModel;
    if (isCall < hasCall) return;
    if (isCall > hasCall) {
      c.flags[row]! |= PART_FLAG.callModel;
      c.model[row] = 0;
    }
    this.mergeFirst(c.model, 4, row, model, atUs);
  }

  private mergeName(
    row: number,
    parts: TraceParts,
    i: number,
    numbers: Uint32Array,
    atUs: number,
  ): void {
    const c = this.columns;
    const root = parts.flags[i]! & PART_FLAG.root;
    const name = numbers[parts.name[i]!]!;
    const service = numbers[parts.service[i]!]!;
    if (c.spans[row]! > 0) {
      const known = c.firstUs[row * FIRSTS]!;
      const hasRoot = c.flags[row]! & PART_FLAG.root;
      if (root < hasRoot) return;
      if (root === hasRoot) {
        const order =
          atUs - known ||
          this.compare(name, c.name[row]!) ||
          this.compare(service, c.service[row]!);
        if (order >= 0) return;
      }
    }
    c.flags[row]! |= root;
    c.name[row] = name;
    c.service[row] = service;
    c.firstUs[row * FIRSTS] = atUs;
  }

  private compare(a: number, b: number): number {
    if (a === b) return 0;
    return this.strings.text(a) < this.strings.text(b) ? -1 : 1;
  }
}
