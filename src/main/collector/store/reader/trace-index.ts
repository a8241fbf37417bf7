import { PART_FLAG } from '../summarize.ts';
import type { TraceParts } from '../trace-parts.ts';
import { RunningTotals } from './running-totals.ts';
import { StringSets } from './string-sets.ts';
import { StringTable } from './string-table.ts';
import { FIRSTS, TraceColumns } from './trace-columns.ts';
import { TraceHash } from './trace-hash.ts';
import { idWord, idWords } from './trace-id.ts';

/**
 * Every trace of one project, merged from the parts that its segments hold.
 *
 * A row is the same whatever the order in which parts arrive: counts and sums add up, times widen, sets unite, and
 * each first value carries the start of the span it came from. A trace has an error when any of its spans has one,
 * its root included; its name is the earliest root's, or the earliest span's while there is no root.
 */
export class TraceIndex {
  readonly columns = new TraceColumns();
  readonly strings = new StringTable();
  readonly serviceSets = new StringSets();
  readonly modelSets = new StringSets();
  readonly totals = new RunningTotals();
  private readonly hash = new TraceHash();
  private readonly applied = new Map<string, Set<number>>();

  get count(): number {
    return this.columns.count;
  }

  /** Bytes held, roughly: columns, hash table, strings. */
  get bytes(): number {
    return this.columns.bytes + this.hash.bytes + this.strings.size * 80 + this.strings.units;
  }

  /**
   * Merges the parts of a segment; a segment that was merged before changes nothing.
   *
   * With `wanted`, only the parts at positions that pass it.
   */
  add(
    day: string,
    segmentId: number,
    parts: TraceParts,
    wanted?: (position: number) => boolean,
  ): void {
    const segments = this.applied.get(day) ?? new Set();
    if (segments.has(segmentId)) return;
    segments.add(segmentId);
    this.applied.set(day, segments);
    const numbers = new Uint32Array(parts.strings.length);
    for (const [i, text] of parts.strings.entries()) numbers[i] = this.strings.intern(text);
    const serviceList = parts.serviceList.map((string) => numbers[string]!);
    const modelList = parts.modelList.map((string) => numbers[string]!);
    for (let i = 0; i < parts.count; i++) {
      if (wanted !== undefined && !wanted(i)) continue;
      const row = this.rowFor(parts.traceIds, i * 16);
      if (this.columns.spans[row]! > 0) this.totals.remove(this.columns, row);
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
      this.totals.add(this.columns, row);
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
    if (parts.startUs[i]! < c.startUs[row]!) c.startUs[row] = parts.startUs[i]!;
    if (parts.endUs[i]! > c.endUs[row]!) c.endUs[row] = parts.endUs[i]!;
    c.spans[row]! += parts.spans[i]!;
    c.errors[row]! += parts.errors[i]!;
    c.inputTokens[row]! += parts.inputTokens[i]!;
    c.outputTokens[row]! += parts.outputTokens[i]!;
    c.cachedTokens[row]! += parts.cachedTokens[i]!;
    c.reasoningTokens[row]! += parts.reasoningTokens[i]!;
    const cost = parts.cost[i]!;
    const known = c.cost[row]!;
    if (!Number.isNaN(cost)) c.cost[row] = Number.isNaN(known) ? cost : known + cost;
    this.mergeWrapper(row, parts, i);
    c.sumTokens(row);
  }

  private mergeWrapper(row: number, parts: TraceParts, i: number): void {
    const input = parts.wrapperInputTokens[i]!;
    const output = parts.wrapperOutputTokens[i]!;
    const cached = parts.wrapperCachedTokens[i]!;
    const reasoning = parts.wrapperReasoningTokens[i]!;
    const cost = parts.wrapperCost[i]!;
    if (input === 0 && output === 0 && cached === 0 && reasoning === 0 && Number.isNaN(cost))
      return;
    const at = this.columns.wrapperAt(row);
    const { wrappers } = this.columns;
    wrappers[at] = Math.max(wrappers[at]!, input);
    wrappers[at + 1] = Math.max(wrappers[at + 1]!, output);
    wrappers[at + 2] = Math.max(wrappers[at + 2]!, cached);
    wrappers[at + 3] = Math.max(wrappers[at + 3]!, reasoning);
    const known = wrappers[at + 4]!;
    if (!Number.isNaN(cost)) wrappers[at + 4] = Number.isNaN(known) ? cost : Math.max(known, cost);
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
