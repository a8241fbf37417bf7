import type { SpanTable } from '../../../../shared/span-table.ts';
import { spanIdOf } from './span-index.ts';
import type { SpanTree } from './span-tree.ts';

/** Spans (in display order) whose name, service or model holds the text, letter case ignored, or whose id is the text. */
export function findLocally(table: SpanTable, tree: SpanTree, text: string): Int32Array {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return new Int32Array(0);
  // Texts are matched once per distinct one, not once per span.
  const names = matching(table.names, wanted);
  const services = matching(table.services, wanted);
  const models = matching(table.models, wanted);
  const isId = /^[0-9a-f]{16}$/.test(wanted);
  const found = new Int32Array(table.count);
  let count = 0;
  for (const span of tree.order) {
    const hit =
      names[table.name[span]!] === 1 ||
      services[table.service[span]!] === 1 ||
      models[table.model[span]!] === 1 ||
      (isId && spanIdOf(table, span) === wanted);
    if (hit) found[count++] = span;
  }
  return found.slice(0, count);
}

/** Two lists of spans in display order as one, without repeats. */
export function mergeFound(tree: SpanTree, a: Int32Array, b: Iterable<number>): Int32Array {
  const all = new Set<number>(a);
  for (const span of b) all.add(span);
  if (all.size === a.length) return a;
  return Int32Array.from(all).sort((x, y) => tree.position[x]! - tree.position[y]!);
}

/** Spans with an error, in display order. */
export function errorSpans(table: SpanTable, tree: SpanTree): Int32Array {
  return tree.order.filter((span) => table.status[span] === 2);
}

function matching(texts: readonly string[], wanted: string): Uint8Array {
  const hits = new Uint8Array(texts.length);
  for (const [i, text] of texts.entries()) {
    if (text !== '' && text.toLowerCase().includes(wanted)) hits[i] = 1;
  }
  return hits;
}
