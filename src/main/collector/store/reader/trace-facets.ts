import type { TraceFacets, TraceFilter } from '../../../../shared/contract/traces.ts';
import { type RowSelection, selectRows } from './row-selection.ts';
import { smallestPositions } from './smallest.ts';
import type { StringSets } from './string-sets.ts';
import type { TraceIndex } from './trace-index.ts';

/** Most frequent values listed per facet. */
const MAX_VALUES = 100;

type Facet = TraceFacets['services'];

/**
 * Values to filter by with the number of traces each would list, most frequent first, at most 100 a facet.
 *
 * A facet ignores the filter's own condition on it, so that another alternative can be picked; '' is left out.
 */
export function facetsOf(index: TraceIndex, filter: TraceFilter, only?: Uint32Array): TraceFacets {
  const selected = selectRows(index, filter, only);
  // A copy, because the selections below take the same room.
  const whole = { rows: selected.rows.slice(0, selected.count), count: selected.count };
  const without = (key: keyof TraceFilter): RowSelection => {
    if (filter[key] === undefined) return whole;
    const { [key]: _, ...rest } = filter;
    return selectRows(index, rest, only);
  };
  const { columns, serviceSets, modelSets } = index;
  return {
    services: countSets(index, without('services'), columns.services, serviceSets),
    environments: countStrings(index, without('environments'), columns.environment),
    models: countSets(index, without('models'), columns.models, modelSets),
    names: countStrings(index, without('name'), columns.name),
    statuses: countStatuses(columns.errors, without('status')),
  };
}

function countStrings(
  index: TraceIndex,
  { rows, count }: RowSelection,
  column: Uint32Array,
): Facet {
  const counts = new Uint32Array(index.strings.size);
  for (let i = 0; i < count; i++) counts[column[rows[i]!]!]!++;
  return mostFrequent(index, counts);
}

function countSets(
  index: TraceIndex,
  { rows, count }: RowSelection,
  column: Uint32Array,
  sets: StringSets,
): Facet {
  const perSet = new Uint32Array(sets.size);
  for (let i = 0; i < count; i++) perSet[column[rows[i]!]!]!++;
  const counts = new Uint32Array(index.strings.size);
  for (let set = 0; set < perSet.length; set++) {
    if (perSet[set]! > 0) for (const member of sets.of(set)) counts[member]! += perSet[set]!;
  }
  return mostFrequent(index, counts);
}

function countStatuses(errors: Uint32Array, { rows, count }: RowSelection): Facet {
  let failed = 0;
  for (let i = 0; i < count; i++) if (errors[rows[i]!]! > 0) failed++;
  const facet = [
    { value: 'ok', count: count - failed },
    { value: 'error', count: failed },
  ];
  return facet.filter((value) => value.count > 0);
}

function mostFrequent(index: TraceIndex, counts: Uint32Array): Facet {
  const keys = new Float64Array(counts.length);
  // From 1: '' is no value to filter by.
  for (let number = 1; number < keys.length; number++) keys[number] = -counts[number]!;
  return smallestPositions(keys, keys.length, MAX_VALUES)
    .filter((number) => keys[number]! < 0)
    .map((number) => ({ value: index.strings.text(number), count: counts[number]! }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_VALUES);
}
