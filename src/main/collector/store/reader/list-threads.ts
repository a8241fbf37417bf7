import {
  MAX_NAMED,
  type Thread,
  type ThreadPage,
  type ThreadSort,
} from '../../../../shared/contract/threads.ts';
import type { ThreadQuery } from '../types.ts';
import { foldText } from './fold-text.ts';
import type { RowSelection } from './row-selection.ts';
import type { TraceIndex } from './trace-index.ts';

/** Sums of one session or user while the rows are passed over. */
interface Sums {
  readonly id: string;
  traces: number;
  errors: number;
  firstUs: number;
  lastUs: number;
  tokens: number;
  costUsd: number;
  /** Traces of each user of the session, or of each session of the user, by string number. */
  readonly others: Map<number, number>;
}

const VALUES: Readonly<Record<ThreadSort, (sums: Sums) => number>> = {
  last: (sums) => sums.lastUs,
  traces: (sums) => sums.traces,
  tokens: (sums) => sums.tokens,
  // Unknown is less than nothing.
  cost: (sums) => (Number.isNaN(sums.costUsd) ? -1 : sums.costUsd),
  errors: (sums) => sums.errors,
};

/**
 * Sessions or users of the traces in a selection, a page of them.
 *
 * One pass over the columns; of rows that are equal in what they are sorted by, the latest comes first.
 */
export function listThreads(
  index: TraceIndex,
  query: ThreadQuery,
  { rows, count }: RowSelection,
): ThreadPage {
  const { columns, strings } = index;
  const [key, other] =
    query.kind === 'session' ? [columns.session, columns.user] : [columns.user, columns.session];
  const wanted = query.text === undefined ? '' : foldText(query.text);
  /** By string number; null for an id that does not hold the text. */
  const found = new Map<number, Sums | null>();
  let without = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i]!;
    const number = key[row]!;
    if (number === 0) {
      without += 1;
      continue;
    }
    let sums = found.get(number);
    if (sums === undefined) {
      const id = strings.text(number);
      sums = wanted === '' || foldText(id).includes(wanted) ? emptySums(id) : null;
      found.set(number, sums);
    }
    if (sums === null) continue;
    sums.traces += 1;
    sums.errors += Math.min(columns.errors[row]!, 1);
    sums.firstUs = Math.min(sums.firstUs, columns.startUs[row]!);
    sums.lastUs = Math.max(sums.lastUs, columns.endUs[row]!);
    sums.tokens += columns.tokens[row]!;
    const cost = columns.costUsd[row]!;
    if (!Number.isNaN(cost)) sums.costUsd = (Number.isNaN(sums.costUsd) ? 0 : sums.costUsd) + cost;
    const beside = other[row]!;
    if (beside !== 0) sums.others.set(beside, (sums.others.get(beside) ?? 0) + 1);
  }
  const all = [...found.values()].filter((sums) => sums !== null);
  const value = VALUES[query.sort];
  const sign = query.descending ? -1 : 1;
  all.sort((a, b) => sign * (value(a) - value(b)) || b.lastUs - a.lastUs || (a.id < b.id ? -1 : 1));
  return {
    threads: all
      .slice(query.offset, query.offset + query.limit)
      .map((sums) => threadOf(sums, (number) => strings.text(number))),
    total: all.length,
    without,
  };
}

function emptySums(id: string): Sums {
  return {
    id,
    traces: 0,
    errors: 0,
    firstUs: Number.POSITIVE_INFINITY,
    lastUs: 0,
    tokens: 0,
    costUsd: Number.NaN,
    others: new Map(),
  };
}

function threadOf({ others, costUsd, ...sums }: Sums, text: (number: number) => string): Thread {
  return {
    ...sums,
    costUsd: Number.isNaN(costUsd) ? null : costUsd,
    others: mostFirst(others, text).slice(0, MAX_NAMED),
    otherCount: others.size,
  };
}

/** By traces, then by text: where a row is stored must not tell in an answer. */
function mostFirst(others: Sums['others'], text: (number: number) => string): string[] {
  return [...others]
    .map(([number, traces]) => ({ name: text(number), traces }))
    .sort((a, b) => b.traces - a.traces || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}
