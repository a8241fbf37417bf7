import type { TraceFilter } from '../../../../shared/contract/traces.ts';
import { foldText } from './fold-text.ts';
import type { TraceIndex } from './trace-index.ts';

/** Row numbers in `rows[0 .. count]`, in no particular order; good until the next selection is made. */
export interface RowSelection {
  readonly rows: Uint32Array;
  readonly count: number;
}

/**
 * Rows that pass a filter, attributes apart: one pass per condition over what is left.
 *
 * `only` limits the result to these rows (the outcome of an attribute scan).
 */
export function selectRows(
  index: TraceIndex,
  filter: TraceFilter,
  only?: Uint32Array,
): RowSelection {
  const { columns: c, strings } = index;
  const rows = only === undefined ? allRows(index.count) : only.slice();
  let count = only === undefined ? index.count : only.length;
  if (filter.fromUs !== undefined || filter.toUs !== undefined) {
    count = keepRange(rows, count, c.startUs, filter.fromUs ?? -Infinity, filter.toUs ?? Infinity);
  }
  if (filter.status !== undefined)
    count = keepStatus(rows, count, c.errors, filter.status === 'error');
  if (filter.minDurationUs !== undefined || filter.maxDurationUs !== undefined) {
    const { minDurationUs = -Infinity, maxDurationUs = Infinity } = filter;
    count = keepDuration(rows, count, c.startUs, c.endUs, minDurationUs, maxDurationUs);
  }
  const keep = (column: Uint32Array, mask: Uint8Array): void => {
    count = keepMarked(rows, count, column, mask);
  };
  if (filter.environments?.length) keep(c.environment, strings.maskOf(filter.environments));
  if (filter.session !== undefined) keep(c.session, strings.maskOf([filter.session]));
  if (filter.user !== undefined) keep(c.user, strings.maskOf([filter.user]));
  if (filter.services?.length) {
    keep(c.services, index.serviceSets.mask(strings.maskOf(filter.services)));
  }
  if (filter.models?.length) keep(c.models, index.modelSets.mask(strings.maskOf(filter.models)));
  if (filter.name) count = keepName(index, rows, count, filter.name);
  return { rows, count };
}

/** Room for row numbers, kept between queries: fresh memory would cost more than the query itself. */
let scratch = new Uint32Array(0);

function allRows(count: number): Uint32Array {
  if (scratch.length < count) scratch = new Uint32Array(Math.ceil(count * 1.25));
  const rows = scratch;
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** Tests each distinct name once, and only names that rows still have. */
function keepName(index: TraceIndex, rows: Uint32Array, count: number, part: string): number {
  const wanted = foldText(part);
  const { name } = index.columns;
  /** 0 not tested yet, 1 holds the text, 2 does not. */
  const verdicts = new Uint8Array(index.strings.size);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const number = name[row]!;
    let verdict = verdicts[number]!;
    if (verdict === 0) {
      verdict = index.strings.folded(number).includes(wanted) ? 1 : 2;
      verdicts[number] = verdict;
    }
    if (verdict === 1) rows[kept++] = row;
  }
  return kept;
}

function keepMarked(
  rows: Uint32Array,
  count: number,
  column: Uint32Array,
  mask: Uint8Array,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (mask[column[row]!] === 1) rows[kept++] = row;
  }
  return kept;
}

function keepRange(
  rows: Uint32Array,
  count: number,
  column: Float64Array,
  from: number,
  to: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const value = column[row]!;
    if (value >= from && value < to) rows[kept++] = row;
  }
  return kept;
}

function keepDuration(
  rows: Uint32Array,
  count: number,
  startUs: Float64Array,
  endUs: Float64Array,
  min: number,
  max: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const duration = endUs[row]! - startUs[row]!;
    if (duration >= min && duration <= max) rows[kept++] = row;
  }
  return kept;
}

function keepStatus(rows: Uint32Array, count: number, errors: Uint32Array, error: boolean): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    if (errors[row]! > 0 === error) rows[kept++] = row;
  }
  return kept;
}
