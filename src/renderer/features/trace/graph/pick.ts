import type { AgentGraph } from './agent-graph.ts';

/** A node, or the calls between two, by keys: numbers change when a trace grows. */
export interface GraphPick {
  /** Caller; undefined for all calls of `to`. */
  readonly from?: string | undefined;
  readonly to: string;
}

/** Spans that are the calls picked, by start time. */
export function callsOf(graph: AgentGraph, pick: GraphPick | undefined): Int32Array {
  const to = numberOf(graph, pick?.to);
  const from = numberOf(graph, pick?.from);
  if (to === -1 || (pick?.from !== undefined && from === -1)) return new Int32Array(0);
  const spans = new Int32Array(graph.callOf.length);
  let count = 0;
  for (const [span, node] of graph.callOf.entries()) {
    if (node === to && (from === -1 || graph.callerOf[span] === from)) spans[count++] = span;
  }
  return spans.slice(0, count);
}

/** Number of the node with a key, -1 for none. */
export function numberOf(graph: AgentGraph, key: string | undefined): number {
  return key === undefined ? -1 : graph.nodes.findIndex((node) => node.key === key);
}
