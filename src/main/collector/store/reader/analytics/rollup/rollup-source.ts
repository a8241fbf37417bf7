import type { StringTable } from '../../string-table.ts';
import type { PlaceSums } from '../place-sums.ts';
import type { GroupTotals, SeriesSource } from '../sum-series.ts';
import type { TimeSteps } from '../time-steps.ts';
import type { Block } from './block.ts';
import type { RolledField } from './combinations.ts';
import { MINUTE_US, type SpanRollup } from './span-rollup.ts';

export interface RollupQuery {
  readonly time: TimeSteps;
  /** First minute that counts, and the one after the last. */
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly onlyCalls: boolean;
  readonly field: RolledField | undefined;
  /** Numbers the values of the field: groups. */
  readonly values: StringTable;
}

/** Whole minutes of a roll-up as a source of sums by step. */
export class RollupSource implements SeriesSource {
  private readonly onlyCalls: boolean;
  /** By step; without those that hold nothing. */
  private readonly blocks: readonly (Block | undefined)[];
  /** Group of each value of the field. */
  private readonly groupOf: Uint32Array;
  /** Place of each value of the field, by these places of groups. */
  private places = new Uint32Array(0);
  private placesOf: Uint32Array | undefined;

  constructor(rollup: SpanRollup, query: RollupQuery) {
    const { time, field, values } = query;
    const { combinations, range } = rollup;
    this.onlyCalls = query.onlyCalls;
    const texts = field && combinations.textsOf(field);
    this.groupOf = Uint32Array.from({ length: texts?.size ?? 1 }, (_, value) =>
      texts === undefined ? 0 : values.intern(texts.text(value)),
    );
    const valueOf = combinations.valuesOf(field);
    const stepAt = (step: number): number => (time.fromUs + step * time.stepUs) / MINUTE_US;
    this.blocks = Array.from({ length: time.steps }, (_, step) => {
      const from = Math.max(query.fromMinute, Math.floor(stepAt(step)));
      // Beyond all spans there is nothing to be cut off.
      const cut = query.toMinute < range.to ? query.toMinute : Infinity;
      const to = Math.min(cut, Math.ceil(stepAt(step + 1)));
      if (from >= to || from >= range.to || to <= range.from) return undefined;
      const isWhole = from === stepAt(step) && to === stepAt(step + 1) && from % (to - from) === 0;
      return rollup.block({ field, fromMinute: from, toMinute: to, isWhole }, valueOf);
    });
  }

  addTotals({ counts, sums, orderBy }: GroupTotals): void {
    const { groupOf } = this;
    for (const block of this.blocks) {
      if (block === undefined) continue;
      const lines = this.onlyCalls ? block.calls : block.spans;
      for (const [line, value] of lines.values.entries()) {
        const group = groupOf[value]!;
        counts[group]! += lines.counts[line]!;
        if (orderBy === 'count') sums[group]! += lines.counts[line]!;
        else if (orderBy === 'errors') sums[group]! += lines.errors[line]!;
      }
      if (orderBy === 'count' || orderBy === 'errors') continue;
      for (const [value, usage] of block.usage) {
        const amount = orderBy === 'tokens' ? usage.tokens : (usage.costUsd ?? 0);
        sums[groupOf[value]!]! += amount;
      }
    }
  }

  addStep(step: number, placeOf: Uint32Array, sums: PlaceSums): void {
    const block = this.blocks[step];
    if (block === undefined) return;
    if (this.placesOf !== placeOf) {
      this.placesOf = placeOf;
      this.places = this.groupOf.map((group) => placeOf[group]!);
    }
    sums.addBlock(block, this.places, this.onlyCalls);
  }
}
