import type { TraceFilter } from '../../../../shared/contract/traces.ts';
import { foldText } from './fold-text.ts';
import type { Found } from './protocol.ts';
import { filterPlan } from './query/filter-plan.ts';
import { matchingRows } from './query/trace-matcher.ts';
import { withoutField, type FacetField } from './query/without-field.ts';
import type { TraceIndex } from './trace-index.ts';

/** Of a plan that asks for nothing but columns. */
const NOTHING_FOUND: Found = { leaves: [], annotated: [] };

/** Row numbers in `rows[0 .. count]`, in ascending order; good until the index changes. */
export interface RowSelection {
  readonly rows: Uint32Array;
  readonly count: number;
}

/** Selections remembered of one state of an index: a window asks for list, histogram and facets of the same filter. */
const REMEMBERED = 4;

interface Memory {
  readonly version: number;
  readonly selections: Map<string, RowSelection>;
}

const memories = new WeakMap<TraceIndex, Memory>();

/**
 * Rows that pass a filter.
 *
 * @param only of these rows, ascending: those that pass its query and attributes, where these look at spans
 * @param apart leaves conditions of the query on this field out
 */
export function selectRows(
  index: TraceIndex,
  filter: TraceFilter,
  only?: Uint32Array,
  apart?: FacetField,
): RowSelection {
  if (only !== undefined) return keepMatching(index, filter, only, only.length, only.slice());
  if (Object.values(filter).every((value) => value === undefined)) {
    return { rows: rowNumbers(index.count), count: index.count };
  }
  let memory = memories.get(index);
  if (memory?.version !== index.version) {
    memory = { version: index.version, selections: new Map() };
    memories.set(index, memory);
  }
  const { selections } = memory;
  const key = JSON.stringify([filter, apart]);
  const known = selections.get(key);
  if (known !== undefined) return known;
  if (scratch.length < index.count) scratch = new Uint32Array(Math.ceil(index.count * 1.25));
  const found = keepMatching(index, filter, rowNumbers(index.count), index.count, scratch);
  const isAll = found.rows !== scratch;
  let rows = isAll ? found.rows.subarray(0, found.count) : found.rows.slice(0, found.count);
  if (filter.query !== undefined) {
    const plan = filterPlan({ query: filter.query });
    const { root } = apart === undefined ? plan : withoutField(plan, apart);
    if (root !== null) rows = matchingRows(index, root, rows, NOTHING_FOUND);
  }
  const selection = { rows, count: rows.length };
  if (selections.size === REMEMBERED) selections.delete(selections.keys().next().value!);
  selections.set(key, selection);
  return selection;
}

/** Room to select in, kept between queries: fresh memory would cost more than the query itself. */
let scratch = new Uint32Array(0);

let numbers = new Uint32Array(0);

/** The numbers from 0, at least so many: what every selection begins with. Not to be written to. */
export function rowNumbers(count: number): Uint32Array {
  if (numbers.length < count) {
    numbers = new Uint32Array(Math.ceil(count * 1.25));
    for (let row = 0; row < numbers.length; row++) numbers[row] = row;
  }
  return numbers;
}

/*
 * The passes below write every row and only count those that pass: a branch that is taken at random costs more than
 * all the rest of a pass.
 */

/** One pass per condition over what is left: the first from `from` to `rows`, the others within `rows`. */
function keepMatching(
  index: TraceIndex,
  filter: TraceFilter,
  from: Uint32Array,
  length: number,
  rows: Uint32Array,
): RowSelection {
  const { columns: c, strings } = index;
  let input = from;
  let count = length;
  const keep = (pass: (input: Uint32Array, count: number, rows: Uint32Array) => number): void => {
    count = pass(input, count, rows);
    input = rows;
  };
  const keepMarked = (column: Uint32Array, mask: Uint8Array): void =>
    keep((some, length, out) => marked(some, length, out, column, mask));
  if (filter.fromUs !== undefined || filter.toUs !== undefined) {
    const { fromUs = -Infinity, toUs = Infinity } = filter;
    keep((some, length, out) => inRange(some, length, out, c.startUs, fromUs, toUs));
  }
  if (filter.status !== undefined) {
    const error = filter.status === 'error';
    keep((some, length, out) => withStatus(some, length, out, c.errors, error));
  }
  if (filter.minDurationUs !== undefined || filter.maxDurationUs !== undefined) {
    const { minDurationUs = -Infinity, maxDurationUs = Infinity } = filter;
    keep((some, length, out) =>
      ofDuration(some, length, out, c.startUs, c.endUs, minDurationUs, maxDurationUs),
    );
  }
  if (filter.environments?.length) keepMarked(c.environment, strings.maskOf(filter.environments));
  if (filter.session !== undefined) keepMarked(c.session, strings.maskOf([filter.session]));
  if (filter.user !== undefined) keepMarked(c.user, strings.maskOf([filter.user]));
  if (filter.services?.length) {
    keepMarked(c.services, index.serviceSets.mask(strings.maskOf(filter.services)));
  }
  if (filter.models?.length) {
    keepMarked(c.models, index.modelSets.mask(strings.maskOf(filter.models)));
  }
  const { name } = filter;
  if (name) keep((some, length, out) => named(index, some, length, out, name));
  return { rows: input, count };
}

/** Tests each distinct name once, and only names that rows still have. */
function named(
  index: TraceIndex,
  some: Uint32Array,
  length: number,
  rows: Uint32Array,
  part: string,
): number {
  const wanted = foldText(part);
  const { name } = index.columns;
  /** 0 not tested yet, 1 holds the text, 2 does not. */
  const verdicts = index.strings.emptyMask();
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const row = some[i]!;
    const number = name[row]!;
    let verdict = verdicts[number]!;
    if (verdict === 0) {
      verdict = index.strings.folded(number).includes(wanted) ? 1 : 2;
      verdicts[number] = verdict;
    }
    rows[kept] = row;
    kept += verdict & 1;
  }
  return kept;
}

function marked(
  some: Uint32Array,
  length: number,
  rows: Uint32Array,
  column: Uint32Array,
  mask: Uint8Array,
): number {
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const row = some[i]!;
    rows[kept] = row;
    kept += mask[column[row]!]!;
  }
  return kept;
}

function inRange(
  some: Uint32Array,
  length: number,
  rows: Uint32Array,
  column: Float64Array,
  from: number,
  to: number,
): number {
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const row = some[i]!;
    const value = column[row]!;
    rows[kept] = row;
    kept += Number(value >= from) & Number(value < to);
  }
  return kept;
}

function ofDuration(
  some: Uint32Array,
  length: number,
  rows: Uint32Array,
  startUs: Float64Array,
  endUs: Float64Array,
  min: number,
  max: number,
): number {
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const row = some[i]!;
    const duration = endUs[row]! - startUs[row]!;
    rows[kept] = row;
    kept += Number(duration >= min) & Number(duration <= max);
  }
  return kept;
}

function withStatus(
  some: Uint32Array,
  length: number,
  rows: Uint32Array,
  errors: Uint32Array,
  error: boolean,
): number {
  const healthy = error ? 0 : 1;
  let kept = 0;
  for (let i = 0; i < length; i++) {
    const row = some[i]!;
    rows[kept] = row;
    kept += Math.min(errors[row]!, 1) ^ healthy;
  }
  return kept;
}
