import type { SpanTable } from '../../../../shared/span-table.ts';
import type { SpanTree } from '../model/span-tree.ts';
import { capNodes, MAX_EDGES } from './cap-nodes.ts';
import { genAiNode, type NodeKind } from './node-kinds.ts';

/** An agent, model, tool, service or step of a trace with all its calls. */
export interface GraphNode {
  readonly key: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** Distinct ones that share this node, as there were too many; 1 for a node of its own. */
  readonly merged: number;
  calls: number;
  /** Spans with an error in these calls. */
  errors: number;
  /** Input and output tokens; of an agent those of the model calls it made, which the models have as well. */
  tokens: number;
  /** US dollars, as for `tokens`; NaN when unknown. */
  costUsd: number;
  /** Durations of the calls together, nanoseconds; calls at the same time count each. */
  timeNs: number;
}

/** Calls from one node to another. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  calls: number;
  /** Calls whose span has an error. */
  errors: number;
}

/** Who called whom in a trace. Nodes are in the order in which they first appear. */
export interface AgentGraph {
  readonly nodes: readonly GraphNode[];
  /** Those with most calls; `hiddenEdges` more were left out. */
  readonly edges: readonly GraphEdge[];
  readonly hiddenEdges: number;
  /** Span → node that it is a call of; -1 for a span that is part of the call above it. */
  readonly callOf: Int32Array;
  /** Span → node that made this call; -1 for a call that nobody in the trace made, and for spans that are none. */
  readonly callerOf: Int32Array;
}

const STATUS_ERROR = 2;

/**
 * Folds the spans of a trace into who called whom, in passes over its columns.
 *
 * GenAI spans are nodes by what they are and its name. Any other span belongs to the node of its parent, or is a call of
 * its service where that is another one than the parent's.
 *
 * @param withSteps whether chains, tasks and the like are nodes; else they belong to what called them
 */
export function buildAgentGraph(table: SpanTable, tree: SpanTree, withSteps: boolean): AgentGraph {
  const { count } = table;
  const found: { key: string; kind: NodeKind; name: string; timeNs: number }[] = [];
  const numbers = new Map<string, number>();
  const nodeOf = new Int32Array(count);
  const callOf = new Int32Array(count).fill(-1);
  // Parents come before their children.
  for (const span of tree.order) {
    const parent = tree.parent[span]!;
    const above = parent === -1 ? -1 : nodeOf[parent]!;
    const own = ownNode(table, span, parent, withSteps);
    const key = own === undefined ? '' : `${own.kind} ${own.name}`;
    // A model call inside of a call of the same model is one call, told by two instrumentations.
    if (own === undefined || (own.kind === 'model' && above !== -1 && found[above]!.key === key)) {
      nodeOf[span] = above;
      continue;
    }
    const node = numbers.get(key) ?? found.push({ ...own, key, timeNs: 0 }) - 1;
    numbers.set(key, node);
    found[node]!.timeNs += table.durationNs[span]!;
    nodeOf[span] = node;
    callOf[span] = node;
  }
  const { nodes, placeOf } = capNodes(found);
  for (let span = 0; span < count; span++) {
    nodeOf[span] = placeOf[nodeOf[span]!]!;
    if (callOf[span] !== -1) callOf[span] = nodeOf[span]!;
  }
  const callerOf = new Int32Array(count).fill(-1);
  const edges = countCalls({ table, tree, nodes, nodeOf, callOf, callerOf });
  countUsage(table, tree, nodes, nodeOf);
  const shown = edges.toSorted((a, b) => b.calls - a.calls).slice(0, MAX_EDGES);
  return { nodes, edges: shown, hiddenEdges: edges.length - shown.length, callOf, callerOf };
}

function ownNode(table: SpanTable, span: number, parent: number, withSteps: boolean) {
  const node = genAiNode(table, span);
  if (node !== undefined && (withSteps || node.kind !== 'step')) return node;
  const isOwn = parent !== -1 && table.service[parent] === table.service[span];
  if (isOwn) return undefined;
  return { kind: 'service' as const, name: table.services[table.service[span]!]! };
}

function countCalls(graph: {
  table: SpanTable;
  tree: SpanTree;
  nodes: readonly GraphNode[];
  nodeOf: Int32Array;
  callOf: Int32Array;
  callerOf: Int32Array;
}): GraphEdge[] {
  const { table, tree, nodes, nodeOf, callOf, callerOf } = graph;
  const edges = new Map<number, GraphEdge>();
  for (let span = 0; span < table.count; span++) {
    const node = nodes[nodeOf[span]!]!;
    const failed = table.status[span] === STATUS_ERROR ? 1 : 0;
    node.errors += failed;
    const to = callOf[span]!;
    if (to === -1) continue;
    node.calls += 1;
    node.timeNs += table.durationNs[span]!;
    const parent = tree.parent[span]!;
    if (parent === -1) continue;
    const from = nodeOf[parent]!;
    callerOf[span] = from;
    const number = from * nodes.length + to;
    const edge = edges.get(number) ?? { from, to, calls: 0, errors: 0 };
    edge.calls += 1;
    edge.errors += failed;
    edges.set(number, edge);
  }
  return [...edges.values()];
}

/** Tokens and cost count where they are told innermost: spans around repeat the sums of what is inside. */
function countUsage(
  table: SpanTable,
  tree: SpanTree,
  nodes: readonly GraphNode[],
  nodeOf: Int32Array,
): void {
  const agentOf = agentsAbove(tree, nodes, nodeOf);
  const tellsTokens = new Uint8Array(table.count);
  const tellsCost = new Uint8Array(table.count);
  for (let at = tree.order.length - 1; at >= 0; at--) {
    const span = tree.order[at]!;
    const parent = tree.parent[span]!;
    const tokens = table.inputTokens[span]! + table.outputTokens[span]!;
    const cost = table.costUsd[span]!;
    const isTokens = tokens > 0 && tellsTokens[span] === 0;
    const isCost = !Number.isNaN(cost) && tellsCost[span] === 0;
    for (const number of isTokens || isCost ? new Set([nodeOf[span]!, agentOf[span]!]) : []) {
      const node = nodes[number];
      if (node === undefined) continue;
      if (isTokens) node.tokens += tokens;
      if (isCost) node.costUsd = (Number.isNaN(node.costUsd) ? 0 : node.costUsd) + cost;
    }
    if (parent === -1) continue;
    if (tokens > 0 || tellsTokens[span] === 1) tellsTokens[parent] = 1;
    if (!Number.isNaN(cost) || tellsCost[span] === 1) tellsCost[parent] = 1;
  }
}

/** Span → node of the agent that it is part of, or that it worked for; -1 for none. */
function agentsAbove(tree: SpanTree, nodes: readonly GraphNode[], nodeOf: Int32Array): Int32Array {
  const agentOf = new Int32Array(nodeOf.length).fill(-1);
  for (const span of tree.order) {
    const parent = tree.parent[span]!;
    if (nodes[nodeOf[span]!]!.kind === 'agent') agentOf[span] = nodeOf[span]!;
    else if (parent !== -1) agentOf[span] = agentOf[parent]!;
  }
  return agentOf;
}
