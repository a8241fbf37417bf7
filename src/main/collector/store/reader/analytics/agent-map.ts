import type { AgentMap, AgentNode } from '../../../../../shared/contract/analytics.ts';
import { nodeParts } from '../../../../../shared/genai-nodes.ts';
import { durationBin } from '../duration-histogram.ts';
import type { DataFiles } from '../data-files.ts';
import type { TraceIds } from '../protocol.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { AgentSpans } from './agent-spans.ts';
import { rangesAround } from './ranges-around.ts';
import { PlaceSums } from './place-sums.ts';
import { scanHeaders, type ScanRange } from './scan-headers.ts';

/** Spans looked at, the newest first. */
const MAX_SPANS = 500_000;
/** Nodes and calls between them that are given back, the most frequent first. */
const MAX_NODES = 100;
const MAX_EDGES = 500;

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
  const asked = new TraceIdSet();
  let truncated = false;
  for await (const segment of scanHeaders(files, range)) {
    if (spans.count >= MAX_SPANS) {
      truncated = true;
      break;
    }
    spans.add(segment, wanted, isAsked, ({ traceIds }, trace) => asked.add(traceIds, trace * 16));
  }
  for (const around of spans.family.isOpen ? rangesAround(range) : []) {
    for await (const segment of scanHeaders(files, around)) {
      if (spans.count >= MAX_SPANS * 2) break;
      spans.add(segment, asked, () => false, noMatter);
    }
  }
  return { ...tally(spans), truncated };
}

const noMatter = (): void => undefined;

function tally(spans: AgentSpans): Omit<AgentMap, 'truncated'> {
  const { family } = spans;
  const parents = family.parents();
  spans.dropRepeated(parents);
  const callers = family.callers(parents);
  const nodes = new Map<number, Tally>();
  const edges = new Map<string, Tally & { from: number; to: number }>();
  let looked = 0;
  for (let i = 0; i < spans.count; i++) {
    if (spans.isAsked[i] === 0) continue;
    looked++;
    const to = family.node[i]!;
    const from = callers[i]!;
    // What is part of a node is told by it.
    const owner = to === 0 ? from : to;
    if (owner === 0) continue;
    const own = nodes.get(owner) ?? emptyTally();
    nodes.set(owner, own);
    own.tokens += spans.tokens[i]!;
    if (to === 0) continue;
    addCall(own, spans, i);
    if (from === 0) continue;
    // Its own calls may have been before the time.
    if (!nodes.has(from)) nodes.set(from, emptyTally());
    const key = `${from} ${to}`;
    const edge = edges.get(key) ?? { from, to, ...emptyTally() };
    edges.set(key, edge);
    addCall(edge, spans, i);
    edge.tokens += spans.tokens[i]!;
  }
  const textOf = (node: number): string => family.nodes.text(node);
  const shown = [...nodes]
    .toSorted(([a, x], [b, y]) => y.calls - x.calls || (textOf(a) < textOf(b) ? -1 : 1))
    .slice(0, MAX_NODES);
  const places = new Map(shown.map(([number], place) => [number, place]));
  return {
    nodes: shown.map(([number, { calls, errors, tokens, durations }]) => ({
      ...(nodeParts(textOf(number)) as Pick<AgentNode, 'kind' | 'name'>),
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
