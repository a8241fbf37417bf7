import type { AgentMap, AgentNode } from '../../../../../shared/contract/analytics.ts';
import { durationBin } from '../duration-histogram.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { AgentSpans } from './agent-spans.ts';
import { PlaceSums } from './place-sums.ts';
import { scanHeaders, type ScanRange } from './scan-headers.ts';

/** Spans looked at, the newest first. */
const MAX_SPANS = 500_000;
/** Nodes and calls between them that are given back, the most frequent first. */
const MAX_NODES = 100;
const MAX_EDGES = 500;
/** How much earlier than its child a parent may begin and still be found, microseconds: an hour. */
const PARENT_US = 3600e6;

interface Tally {
  calls: number;
  errors: number;
  tokens: number;
  readonly durations: number[];
}

/**
 * Which agents, tools and models call which, from the newest spans of a time; of some traces, absent for all.
 *
 * As in the graph of one trace, a span that is none of these is part of what called it, and a model call inside of a
 * call of the same model is that call.
 */
export async function agentMap(
  files: DataFiles,
  range: ScanRange,
  only?: TraceIds,
): Promise<AgentMap> {
  const { fromUs = -Infinity, toUs = Infinity } = range;
  const wanted = only && TraceIdSet.from(only);
  const spans = new AgentSpans();
  const isAsked = (startUs: number): boolean => startUs >= fromUs && startUs < toUs;
  let truncated = false;
  for await (const segment of scanHeaders(files, { ...range, fromUs: fromUs - PARENT_US })) {
    if (spans.count >= MAX_SPANS) {
      truncated = true;
      break;
    }
    spans.add(segment, wanted, isAsked);
  }
  return { ...tally(spans), truncated };
}

function tally(spans: AgentSpans): Omit<AgentMap, 'truncated'> {
  const parents = spans.parents();
  spans.dropRepeated(parents);
  const callers = nodesAbove(spans, parents);
  const nodes = new Map<number, Tally>();
  const edges = new Map<string, Tally & { from: number; to: number }>();
  let looked = 0;
  for (let i = 0; i < spans.count; i++) {
    if (spans.isAsked[i] === 0) continue;
    looked++;
    const to = spans.node[i]!;
    const from = callers[i]!;
    // What is part of a node is told by it.
    const owner = to === 0 ? from : to;
    if (owner === 0) continue;
    const own = nodes.get(owner) ?? emptyTally();
    nodes.set(owner, own);
    own.tokens += spans.tokens[i]!;
    if (to === 0) continue;
    const isSame = from === to && spans.nodeParts(to).kind === 'model';
    if (!isSame) addCall(own, spans, i);
    if (from === 0 || isSame) continue;
    // Its own calls may have been before the time.
    if (!nodes.has(from)) nodes.set(from, emptyTally());
    const key = `${from} ${to}`;
    const edge = edges.get(key) ?? { from, to, ...emptyTally() };
    edges.set(key, edge);
    addCall(edge, spans, i);
    edge.tokens += spans.tokens[i]!;
  }
  const textOf = (node: number): string => spans.nodes.text(node);
  const shown = [...nodes]
    .toSorted(([a, x], [b, y]) => y.calls - x.calls || (textOf(a) < textOf(b) ? -1 : 1))
    .slice(0, MAX_NODES);
  const places = new Map(shown.map(([number], place) => [number, place]));
  return {
    nodes: shown.map(([number, { calls, errors, tokens, durations }]) => ({
      ...(spans.nodeParts(number) as Pick<AgentNode, 'kind' | 'name'>),
      spanNames: [...spans.namesOf.get(number)!].toSorted(),
      calls,
      errors,
      tokens,
      p95DurationUs: p95(durations),
    })),
    calls: [...edges.values()]
      .filter(({ from, to }) => places.has(from) && places.has(to))
      .toSorted(
        // Equal ones by their places, so that the order in which spans are stored says nothing.
        (a, b) =>
          b.calls - a.calls ||
          places.get(a.from)! - places.get(b.from)! ||
          places.get(a.to)! - places.get(b.to)!,
      )
      .slice(0, MAX_EDGES)
      .map(({ from, to, calls, errors, tokens, durations }) => ({
        from: places.get(from)!,
        to: places.get(to)!,
        calls,
        errors,
        tokens,
        p95DurationUs: p95(durations),
      })),
    moreNodes: nodes.size - shown.length,
    spans: looked,
  };
}

/** The node that each span was called by: that of the nearest span above that has one, 0 for none. */
function nodesAbove(spans: AgentSpans, parents: Int32Array): Uint32Array {
  const above = new Uint32Array(spans.count);
  const isKnown = new Uint8Array(spans.count);
  const way: number[] = [];
  for (let start = 0; start < spans.count; start++) {
    let node = 0;
    // Marked on the way up, so that spans that are their own ancestors come to an end.
    for (let at = start; isKnown[at] === 0;) {
      isKnown[at] = 1;
      way.push(at);
      at = parents[at]!;
      if (at === -1) break;
      node = spans.node[at]! || above[at]!;
      if (node !== 0) break;
    }
    for (const at of way) above[at] = node;
    way.length = 0;
  }
  return above;
}

const emptyTally = (): Tally => ({ calls: 0, errors: 0, tokens: 0, durations: [] });

function addCall(to: Tally, spans: AgentSpans, i: number): void {
  to.calls++;
  to.errors += spans.failed[i]!;
  to.durations.push(spans.durationUs[i]!);
}

/** Nearest rank, within 0.4 %. */
function p95(durations: readonly number[]): number {
  const sums = new PlaceSums(1);
  for (const duration of durations) sums.add(0, durationBin(duration), 0);
  return sums.measures().all.p95DurationUs;
}
