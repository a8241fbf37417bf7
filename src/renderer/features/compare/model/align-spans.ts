import type { SpanTable } from '../../../../shared/span-table.ts';
import type { TraceModel } from '../../trace/model/trace-model.ts';

/**
 * Two traces as one tree: each row is a span of both, or of one of them. Columns with one entry a row, in display
 * order, a parent before its children.
 */
export interface AlignedSpans {
  readonly count: number;
  /** Span in each trace, -1 where it has none. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly depth: Uint32Array;
  /** Rows below this one, at any depth: they follow it directly. */
  readonly descendants: Int32Array;
}

/** A span of each trace, -1 for none. */
interface Pair {
  readonly a: number;
  readonly b: number;
}

/** Spans below one pair, or the top-level spans of both traces; in order of start. */
type Siblings = readonly number[];

/**
 * Matches the spans of two traces from the top down. Children of a matched pair are matched with each other:
 *
 * 1. by name, service and kind, the first with the first, the second with the second,
 * 2. by the same with numbers and ids in names left out (`GET /orders/17`),
 * 3. by GenAI operation and service, so that a call of another model stands beside the one it replaces.
 *
 * The first spans at the top are a pair in any case. What is left is of one trace only. Nothing is recursive, so depth has no limit, and the work grows with the number of
 * spans.
 */
export function alignSpans(left: TraceModel, right: TraceModel): AlignedSpans {
  const room = left.table.count + right.table.count;
  const a = new Int32Array(room);
  const b = new Int32Array(room);
  const depth = new Uint32Array(room);
  let count = 0;
  const [leftChildren, rightChildren] = [childrenOf(left), childrenOf(right)];
  const keys = keysOf([left.table, right.table]);
  const pending: (Pair & { readonly depth: number })[] = [];
  const push = (as: Siblings, bs: Siblings, level: number): void => {
    // Taken from the end, so the last goes in first.
    const pairs = as.length + bs.length === 0 ? [] : matched(keys, as, bs);
    for (let i = pairs.length - 1; i >= 0; i--) {
      pending.push({ a: pairs[i]!.a, b: pairs[i]!.b, depth: level });
    }
  };
  const tops = matched(keys, leftChildren(-1), rightChildren(-1));
  for (const pair of withFirstPair(tops).toReversed()) pending.push({ ...pair, depth: 0 });
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    a[count] = pair.a;
    b[count] = pair.b;
    depth[count++] = pair.depth;
    push(
      pair.a === -1 ? [] : leftChildren(pair.a),
      pair.b === -1 ? [] : rightChildren(pair.b),
      pair.depth + 1,
    );
  }
  return {
    count,
    a: a.slice(0, count),
    b: b.slice(0, count),
    depth: depth.slice(0, count),
    descendants: countBelow(depth, count),
  };
}

/** Children of a span as displayed, -1 for the top level. */
function childrenOf({ tree }: TraceModel): (span: number) => Siblings {
  return (span) => {
    const children: number[] = [];
    let at = span === -1 ? 0 : tree.position[span]! + 1;
    const end = span === -1 ? tree.order.length : at + tree.descendants[span]!;
    for (; at < end; at += tree.descendants[tree.order[at]!]! + 1) children.push(tree.order[at]!);
    return children;
  };
}

/** What each span is known by in the three rounds, as numbers that mean the same in both traces; -1 for nothing. */
type Keys = readonly [exact: Float64Array, general: Float64Array, operation: Float64Array];

/** Numbers for texts, the same number for the same text. */
class Numbers {
  readonly #known = new Map<string, number>();

  of(texts: readonly string[]): number[] {
    return texts.map((text) => {
      const number = this.#known.get(text) ?? this.#known.size;
      this.#known.set(text, number);
      return number;
    });
  }
}

/** Keys of the spans of both tables: each distinct text is looked at once, and not once a span. */
function keysOf(tables: readonly [SpanTable, SpanTable]): readonly [Keys, Keys] {
  const [names, general, services, operations] = [0, 0, 0, 0].map(() => new Numbers());
  const keys = tables.map((table): Keys => {
    const nameOf = names!.of(table.names);
    const generalOf = general!.of(table.names.map(withoutIds));
    const serviceOf = services!.of(table.services);
    const operationOf = operations!.of(table.operations);
    const [exact, loose, operation] = [0, 0, 0].map(() => new Float64Array(table.count));
    for (let span = 0; span < table.count; span++) {
      const service = serviceOf[table.service[span]!]!;
      // Of names there are at most as many as spans: the products stay far below 2^53.
      const place = service * 8 + table.kind[span]!;
      exact![span] = nameOf[table.name[span]!]! * PLACES + place;
      loose![span] = generalOf[table.name[span]!]! * PLACES + place;
      const isNone = table.operations[table.operation[span]!] === '';
      operation![span] = isNone ? -1 : operationOf[table.operation[span]!]! * PLACES + service;
    }
    return [exact!, loose!, operation!];
  });
  return [keys[0]!, keys[1]!];
}

/** More than there are services times kinds of spans. */
const PLACES = 2 ** 24;

const withoutIds = (name: string): string =>
  name.replaceAll(/\b[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b|\d+/gi, '#');

function matched([left, right]: readonly [Keys, Keys], as: Siblings, bs: Siblings): Pair[] {
  const isAlike = as.length === bs.length && as.every((a, i) => left[0][a] === right[0][bs[i]!]);
  // Most of two runs of the same program.
  if (isAlike) return as.map((a, i) => ({ a, b: bs[i]! }));
  const partner = new Map<number, number>();
  const free = new Set(bs);
  for (const [round, keyOf] of left.entries()) {
    if (partner.size === as.length || free.size === 0) break;
    const waiting = new Map<number, number[]>();
    for (const span of free) {
      const key = right[round]![span]!;
      const others = waiting.get(key);
      if (others) others.push(span);
      else if (key !== -1) waiting.set(key, [span]);
    }
    // Taken from the end, which is quick.
    for (const spans of waiting.values()) spans.reverse();
    for (const span of as) {
      if (partner.has(span)) continue;
      const found = waiting.get(keyOf[span]!)?.pop();
      if (found === undefined) continue;
      partner.set(span, found);
      free.delete(found);
    }
  }
  return inOrder(as, bs, partner);
}

/** Pairs in the order of the first trace; what only the second has comes after what it follows there. */
function inOrder(as: Siblings, bs: Siblings, partner: ReadonlyMap<number, number>): Pair[] {
  const partners = new Set(partner.values());
  const following = new Map<number, number[]>();
  let before = -1;
  for (const span of bs) {
    const others = following.get(before);
    if (partners.has(span)) before = span;
    else if (others) others.push(span);
    else following.set(before, [span]);
  }
  const only = (after: number): Pair[] => (following.get(after) ?? []).map((b) => ({ a: -1, b }));
  return [
    ...only(-1),
    ...as.flatMap((a) => {
      const b = partner.get(a);
      return b === undefined ? [{ a, b: -1 }] : [{ a, b }, ...only(b)];
    }),
  ];
}

/** Pairs of which at least one is of both traces, so that what is below can be compared. */
function withFirstPair(tops: readonly Pair[]): readonly Pair[] {
  const [a, b] = [tops.find((pair) => pair.a !== -1), tops.find((pair) => pair.b !== -1)];
  if (a === undefined || b === undefined || tops.some((pair) => pair.a !== -1 && pair.b !== -1)) {
    return tops;
  }
  return [{ a: a.a, b: b.b }, ...tops.filter((pair) => pair !== a && pair !== b)];
}

function countBelow(depth: Uint32Array, count: number): Int32Array {
  const descendants = new Int32Array(count);
  const open: number[] = [];
  for (let row = 0; row <= count; row++) {
    const level = row === count ? 0 : depth[row]!;
    while (open.length > level) {
      const done = open.pop()!;
      descendants[done] = row - done - 1;
    }
    open.push(row);
  }
  return descendants;
}
