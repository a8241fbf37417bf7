import type { GraphNode } from './agent-graph.ts';
import { KIND_WORDS, NODE_KINDS, type NodeKind } from './node-kinds.ts';

/** Most nodes and edges drawn: more of them nobody can read, and laying them out would take seconds. */
export const MAX_NODES = 60;
export const MAX_EDGES = 200;

interface Found {
  readonly key: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly timeNs: number;
}

/**
 * Nodes to draw of those found: all of them, or those that matter most (agents first, then by their time) and for the
 * rest one node a kind.
 *
 * @returns nodes in the order of `found`, counts still zero, and the place of each found one among them
 */
export function capNodes(found: readonly Found[]): {
  readonly nodes: GraphNode[];
  readonly placeOf: Int32Array;
} {
  const kept = new Set(mostImportant(found));
  const rest = new Map<NodeKind, number>();
  for (const node of found) {
    if (!kept.has(node)) rest.set(node.kind, (rest.get(node.kind) ?? 0) + 1);
  }
  const nodes: GraphNode[] = [];
  const places = new Map<string, number>();
  const placeOf = Int32Array.from(found, (node) => {
    const merged = kept.has(node) ? 1 : rest.get(node.kind)!;
    const key = kept.has(node) ? node.key : `${node.kind} …`;
    const name = kept.has(node) ? node.name : `${merged} more ${KIND_WORDS[node.kind].many}`;
    const place = places.get(key) ?? nodes.push(emptyNode(key, node.kind, name, merged)) - 1;
    places.set(key, place);
    return place;
  });
  return { nodes, placeOf };
}

function mostImportant(found: readonly Found[]): readonly Found[] {
  if (found.length <= MAX_NODES) return found;
  return found
    .toSorted(
      (a, b) => NODE_KINDS.indexOf(a.kind) - NODE_KINDS.indexOf(b.kind) || b.timeNs - a.timeNs,
    )
    .slice(0, MAX_NODES - NODE_KINDS.length);
}

function emptyNode(key: string, kind: NodeKind, name: string, merged: number): GraphNode {
  return {
    key,
    kind,
    name,
    merged,
    calls: 0,
    errors: 0,
    tokens: 0,
    costUsd: Number.NaN,
    timeNs: 0,
  };
}
