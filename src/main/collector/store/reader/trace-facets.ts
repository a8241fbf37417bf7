import type { TraceFacets, TraceFilter } from '../../../../shared/contract/traces.ts';
import type { AnnotationMarks } from '../annotation-source.ts';
import { filterPlan } from './query/filter-plan.ts';
import { withoutField, type FacetField } from './query/without-field.ts';
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
 * A facet ignores the filter's own conditions on it, so that another alternative can be picked; '' is left out.
 *
 * @param only rows that pass its query and attributes, where these look at spans; of the query without a field's
 * @param marks what is said of traces
 */
export function facetsOf(
  index: TraceIndex,
  filter: TraceFilter,
  only: (apart?: FacetField) => Uint32Array | undefined = () => undefined,
  marks?: AnnotationMarks,
): TraceFacets {
  const rows = only();
  const whole = selectRows(index, filter, rows);
  const plan = filterPlan(filter);
  const without = (key: keyof TraceFilter | null, field: FacetField): RowSelection => {
    const isQueried = withoutField(plan, field) !== plan;
    if ((key === null || filter[key] === undefined) && !isQueried) return whole;
    const rest = key === null ? filter : { ...filter, [key]: undefined };
    return isQueried ? selectRows(index, rest, only(field), field) : selectRows(index, rest, rows);
  };
  const { columns, serviceSets, modelSets } = index;
  return {
    services: countSets(index, without('services', 'service'), columns.services, serviceSets),
    environments: countStrings(index, without('environments', 'environment'), columns.environment),
    models: countSets(index, without('models', 'model'), columns.models, modelSets),
    names: countStrings(index, without('name', 'name'), columns.name),
    statuses: countStatuses(columns.errors, without('status', 'status')),
    ...(marks && countMarks(index, marks, without)),
  };
}

/** What any trace has, the most frequent first. */
const present = (facet: Facet): Facet =>
  facet
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

/** How many of the traces have each mark; names of scores come with how many scores there are. */
function countMarks(
  index: TraceIndex,
  { pinned, tags, scores }: AnnotationMarks,
  without: (key: null, field: FacetField) => RowSelection,
): Pick<TraceFacets, 'pinned' | 'tags' | 'scores'> {
  const counter = ({ rows, count }: RowSelection): ((ids: Uint8Array) => number) => {
    const isSelected = new Uint8Array(index.count);
    for (let i = 0; i < count; i++) isSelected[rows[i]!] = 1;
    return (ids) => {
      let found = 0;
      for (let at = 0; at < ids.length; at += 16) {
        const row = index.rowOfBytes(ids, at);
        if (row >= 0) found += isSelected[row]!;
      }
      return found;
    };
  };
  const ofTags = counter(without(null, 'tag'));
  return {
    pinned: present([{ value: 'true', count: counter(without(null, 'pinned'))(pinned) }]),
    tags: present(tags.map(({ value, ids }) => ({ value, count: ofTags(ids) }))),
    scores: [...scores],
  };
}

function countStrings(
  index: TraceIndex,
  { rows, count }: RowSelection,
  column: Uint32Array,
): Facet {
  const counter = new Counter(index.strings.size);
  for (let i = 0; i < count; i++) counter.add(column[rows[i]!]!, 1);
  return mostFrequent(index, counter);
}

function countSets(
  index: TraceIndex,
  { rows, count }: RowSelection,
  column: Uint32Array,
  sets: StringSets,
): Facet {
  const perSet = new Uint32Array(sets.size);
  for (let i = 0; i < count; i++) perSet[column[rows[i]!]!]!++;
  const counter = new Counter(index.strings.size);
  for (let set = 0; set < perSet.length; set++) {
    if (perSet[set]! > 0) for (const member of sets.of(set)) counter.add(member, perSet[set]!);
  }
  return mostFrequent(index, counter);
}

function countStatuses(errors: Uint32Array, { rows, count }: RowSelection): Facet {
  let failed = 0;
  for (let i = 0; i < count; i++) failed += Math.min(errors[rows[i]!]!, 1);
  const facet = [
    { value: 'ok', count: count - failed },
    { value: 'error', count: failed },
  ];
  return facet.filter((value) => value.count > 0);
}

/** Room for counts, all zero between uses: a table holds many strings of which a facet meets few. */
let room = new Uint32Array(0);

/** Counts by string number. */
class Counter {
  private readonly counts: Uint32Array;
  private readonly met: number[] = [];

  constructor(size: number) {
    if (room.length < size) room = new Uint32Array(Math.ceil(size * 1.25));
    this.counts = room;
  }

  add(number: number, count: number): void {
    const { counts } = this;
    if (counts[number] === 0) this.met.push(number);
    counts[number]! += count;
  }

  /** What was met with its counts; the counter is of no use afterwards. */
  take(): { numbers: number[]; keys: Float64Array } {
    const { counts, met } = this;
    // '' is no value to filter by.
    const numbers = met.filter((number) => number !== 0);
    const keys = Float64Array.from(numbers, (number) => -counts[number]!);
    for (const number of met) counts[number] = 0;
    return { numbers, keys };
  }
}

function mostFrequent(index: TraceIndex, counter: Counter): Facet {
  const { numbers, keys } = counter.take();
  return smallestPositions(keys, keys.length, MAX_VALUES)
    .map((at) => ({ value: index.strings.text(numbers[at]!), count: -keys[at]! }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_VALUES);
}
