import type { TraceField } from '../../../../../shared/query/fields.ts';
import type { Test, TraceCondition } from '../../../../../shared/query/plan.ts';
import type { LeafFindings } from './leaf-progress.ts';
import { PART_FLAG } from '../../summarize.ts';
import type { Found } from '../protocol.ts';
import type { StringSets } from '../string-sets.ts';
import type { TraceColumns } from '../trace-columns.ts';
import type { TraceIndex } from '../trace-index.ts';
import {
  keepIf,
  keepMarked,
  keepTold,
  keepWithin,
  without,
  union,
  type Pass,
} from './row-passes.ts';
import { traceNumbers } from './trace-numbers.ts';
import { numberTest, textTest } from './value-tests.ts';
import { idHex } from '../trace-id.ts';

/**
 * Rows of the index that meet a condition, ascending as they came.
 *
 * @param rows to choose from, not changed
 * @param found what was found beside the index, by the numbers of the plan
 */
export function matchingRows(
  index: TraceIndex,
  condition: TraceCondition,
  rows: Uint32Array,
  found: Found,
): Uint32Array {
  switch (condition.kind) {
    case 'and':
      return condition.parts.reduce(
        (left, part) => (left.length === 0 ? left : matchingRows(index, part, left, found)),
        rows,
      );
    case 'or':
      return condition.parts.map((part) => matchingRows(index, part, rows, found)).reduce(union);
    case 'not':
      return without(rows, matchingRows(index, condition.part, rows, found));
    case 'spans':
      return withSpans(index, rows, found.leaves[condition.leaf]!, condition.count);
    case 'annotated':
      return withSpans(index, rows, { ids: found.annotated[condition.annotation]! }, null);
    default:
      return fieldPass(index, condition.field, condition.test)(rows);
  }
}

/** Rows of traces of which as many spans were found as the test says; at least one without a test. */
function withSpans(
  index: TraceIndex,
  rows: Uint32Array,
  { ids, counts }: LeafFindings,
  test: Test | null,
): Uint32Array {
  const perRow = new Uint32Array(index.count);
  for (let at = 0, i = 0; at < ids.length; at += 16, i++) {
    const row = index.rowOfBytes(ids, at);
    if (row >= 0) perRow[row] = counts?.[i] ?? 1;
  }
  const passes = test === null ? (count: number) => count > 0 : numberTest(test);
  return keepIf(rows, (row) => passes(perRow[row]!));
}

function fieldPass(index: TraceIndex, field: TraceField, test: Test): Pass {
  const { columns: c } = index;
  switch (field) {
    case 'name':
    case 'environment':
    case 'release':
    case 'provider':
    case 'session':
    case 'user':
      return textPass(index, c[field], test);
    case 'service':
      return setPass(index, c.services, index.serviceSets, test);
    case 'model':
      return setPass(index, c.models, index.modelSets, test);
    case 'main.service':
      return textPass(index, c.service, test);
    case 'main.model':
      return textPass(index, c.model, test);
    case 'root.name':
    case 'root.service': {
      const named = textPass(index, field === 'root.name' ? c.name : c.service, test);
      return (rows) => keepIf(named(rows), (row) => (c.flags[row]! & PART_FLAG.root) !== 0);
    }
    case 'status': {
      const passes = textTest(test);
      const verdicts = [passes('ok'), passes('error')] as const;
      return (rows) => keepTold(rows, c.errors, verdicts);
    }
    case 'id': {
      const wanted =
        test.kind === 'is'
          ? textTest({ kind: 'is', values: test.values.map((value) => value.toLowerCase()) })
          : textTest(test);
      return (rows) => keepIf(rows, (row) => wanted(idHex(c.ids, row)));
    }
    default: {
      const { valueOf, zeroIsNone } = traceNumbers(index, field);
      if (test.kind === 'between') {
        const fill = field === 'duration' ? durationsOf(c) : valuesOf(valueOf);
        return (rows) => keepWithin(rows, test, fill);
      }
      const passes = numberTest(test, zeroIsNone);
      return (rows) => keepIf(rows, (row) => passes(valueOf(row)));
    }
  }
}

type Fill = (rows: Uint32Array, values: Float64Array) => void;

/** Most numbers that are asked for are durations; a loop of their own takes a third of the time. */
function durationsOf({ startUs, endUs }: TraceColumns): Fill {
  return (rows, values) => {
    for (let i = 0; i < rows.length; i++) values[i] = endUs[rows[i]!]! - startUs[rows[i]!]!;
  };
}

function valuesOf(valueOf: (row: number) => number): Fill {
  return (rows, values) => {
    for (let i = 0; i < rows.length; i++) values[i] = valueOf(rows[i]!);
  };
}

/** Tests each distinct text once, and only those that rows have. */
function textPass(index: TraceIndex, column: Uint32Array, test: Test): Pass {
  const { strings } = index;
  if (test.kind === 'is') return (rows) => keepMarked(rows, column, strings.maskOf(test.values));
  const passes = textTest(test);
  return (rows) => {
    /** 0 not tested yet, 1 passes, 2 does not. */
    const verdicts = strings.emptyMask();
    return keepIf(rows, (row) => {
      const number = column[row]!;
      if (verdicts[number] === 0) verdicts[number] = passes(strings.text(number)) ? 1 : 2;
      return verdicts[number] === 1;
    });
  };
}

/** Rows of which any member of a set passes. */
function setPass(index: TraceIndex, column: Uint32Array, sets: StringSets, test: Test): Pass {
  const { strings } = index;
  return (rows) => {
    let mask = strings.emptyMask();
    if (test.kind === 'is') mask = strings.maskOf(test.values);
    else {
      const passes = textTest(test);
      const met = new Set<number>();
      for (let set = 0; set < sets.size; set++) for (const member of sets.of(set)) met.add(member);
      for (const number of met) if (passes(strings.text(number))) mask[number] = 1;
    }
    return keepMarked(rows, column, sets.mask(mask));
  };
}
