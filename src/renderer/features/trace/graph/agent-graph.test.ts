import { describe, expect, it } from 'vitest';
import { sketchTable, type SpanSketch } from '../../../../../test/support/span-tables.ts';
import { buildSpanTree } from '../model/span-tree.ts';
import { buildAgentGraph, type AgentGraph } from './agent-graph.ts';
import { MAX_NODES } from './cap-nodes.ts';
import { layoutFor, layoutGraph, scaleOf } from './layout-graph.ts';
import { nodeTowards } from './graph-keys.ts';
import { callsOf } from './pick.ts';

const AGENT: readonly SpanSketch[] = [
  { name: 'POST /answer', start: 0, duration: 100, service: 'api' },
  { name: 'middleware', parent: 'POST /answer', start: 1, duration: 98, service: 'api' },
  { name: 'run', parent: 'middleware', start: 2, duration: 90, service: 'worker' },
  {
    name: 'invoke_agent support',
    parent: 'run',
    start: 3,
    duration: 80,
    service: 'worker',
    operation: 'invoke_agent',
    tokens: 900,
  },
  {
    name: 'plan',
    parent: 'invoke_agent support',
    start: 4,
    duration: 20,
    service: 'worker',
    operation: 'chain',
  },
  {
    name: 'chat 1',
    parent: 'plan',
    start: 5,
    duration: 9,
    operation: 'chat',
    model: 'm-1',
    tokens: 100,
    costUsd: 0.5,
  },
  {
    name: 'chat raw',
    parent: 'chat 1',
    start: 6,
    duration: 7,
    operation: 'chat',
    model: 'm-1',
    tokens: 100,
    costUsd: 0.5,
  },
  {
    name: 'execute_tool search',
    parent: 'invoke_agent support',
    start: 30,
    duration: 20,
    service: 'worker',
    operation: 'execute_tool',
    error: true,
  },
  {
    name: 'GET /docs',
    parent: 'execute_tool search',
    start: 31,
    duration: 5,
    service: 'docs',
    error: true,
  },
  {
    name: 'chat 2',
    parent: 'invoke_agent support',
    start: 60,
    duration: 9,
    operation: 'chat',
    model: 'm-1',
    tokens: 50,
    costUsd: 0.25,
  },
];

const graphOf = (spans: readonly SpanSketch[], withSteps = false): AgentGraph => {
  const table = sketchTable(spans);
  return buildAgentGraph(table, buildSpanTree(table), withSteps);
};
const edgesOf = ({ nodes, edges }: AgentGraph): string[] =>
  edges.map(({ from, to, calls }) => `${nodes[from]!.name} > ${nodes[to]!.name} ${calls}`).sort();

describe('buildAgentGraph', () => {
  it('makes nodes of agents, models, tools and services, and edges of their calls', () => {
    const graph = graphOf(AGENT);
    expect(graph.nodes.map(({ kind, name, calls }) => `${kind} ${name} ${calls}`)).toEqual([
      'service api 1',
      'service worker 1',
      'agent support 1',
      'model m-1 2',
      'tool search 1',
      'service docs 1',
    ]);
    expect(edgesOf(graph)).toEqual([
      'api > worker 1',
      'search > docs 1',
      'support > m-1 2',
      'support > search 1',
      'worker > support 1',
    ]);
  });

  it('counts tokens and cost where they are told innermost, once', () => {
    const [, , agent, model] = graphOf(AGENT).nodes;
    expect(model).toMatchObject({ tokens: 150, costUsd: 0.75, timeNs: 18e6 });
    expect(agent).toMatchObject({ tokens: 150, costUsd: 0.75 });
    expect(graphOf(AGENT).nodes[0]!.costUsd).toBeNaN();
  });

  it('counts errors of a call and of what is part of it', () => {
    const errors = graphOf(AGENT).nodes.map((node) => node.errors);
    expect(errors).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('has chains as nodes when asked for', () => {
    expect(edgesOf(graphOf(AGENT, true))).toContain('plan > m-1 1');
  });

  it('finds the spans of a node and of an edge', () => {
    const graph = graphOf(AGENT);
    expect([...callsOf(graph, { to: 'model m-1' })]).toEqual([5, 9]);
    expect([...callsOf(graph, { from: 'agent support', to: 'model m-1' })]).toEqual([5, 9]);
    expect([...callsOf(graph, { from: 'service api', to: 'model m-1' })]).toEqual([]);
    expect([...callsOf(graph, { to: 'model gone' })]).toEqual([]);
  });

  it('keeps an agent that calls itself, orphans, and spans that are their own ancestors', () => {
    const graph = graphOf([
      { name: 'invoke_agent a', start: 0, duration: 9, operation: 'invoke_agent' },
      { name: 'a', parent: 'invoke_agent a', start: 1, duration: 5, operation: 'invoke_agent' },
      { name: 'lost', parent: '?', start: 2, duration: 1, service: 'other' },
      { name: 'loop 1', parent: '@', start: 3, duration: 1, service: 'x' },
      { name: 'loop 2', parent: 'loop 1', start: 3, duration: 1, service: 'y' },
    ]);
    expect(edgesOf(graph)).toEqual(['a > a 1', 'x > y 1']);
    expect(graph.nodes.map(({ name }) => name)).toEqual(['a', 'other', 'x', 'y']);
  });

  it('puts what is too much into one node a kind, and says how many', () => {
    const tools = Array.from({ length: 300 }, (_, i) => ({
      name: `tool ${i}`,
      parent: 'invoke_agent a',
      start: i + 1,
      duration: i + 1,
      operation: 'execute_tool',
    }));
    const graph = graphOf([
      { name: 'invoke_agent a', start: 0, duration: 999, operation: 'invoke_agent' },
      ...tools,
    ]);
    expect(graph.nodes.length).toBeLessThanOrEqual(MAX_NODES);
    expect(graph.nodes.reduce((sum, node) => sum + node.merged, 0)).toBe(301);
    expect(graph.nodes.reduce((sum, node) => sum + node.calls, 0)).toBe(301);
    expect(graph.nodes.find(({ merged }) => merged > 1)?.name).toMatch(/^\d+ more tools$/);
  });
});

describe('layoutGraph', () => {
  it('puts callers above what they call, without overlaps, and always in the same places', () => {
    const graph = graphOf(AGENT);
    const layout = layoutGraph(graph);
    for (const { from, to } of graph.edges) {
      expect(layout.nodes[to]!.y).toBeGreaterThan(layout.nodes[from]!.y);
    }
    for (const [i, a] of layout.nodes.entries()) {
      for (const b of layout.nodes.slice(i + 1)) {
        expect(Math.abs(a.x - b.x) >= 216 || Math.abs(a.y - b.y) >= 72).toBe(true);
      }
    }
    expect(layoutGraph(graphOf(AGENT))).toEqual(layout);
  });

  it('is walked with the arrow keys', () => {
    const { nodes } = layoutGraph(graphOf(AGENT));
    expect(nodeTowards(nodes, 0, 'ArrowDown', 'down')).toBe(1);
    expect(nodeTowards(nodes, 1, 'ArrowUp', 'down')).toBe(0);
    expect(nodeTowards(nodes, 0, 'ArrowUp', 'down')).toBe(0);
    const [model, tool] = [nodes[3]!, nodes[4]!];
    expect(nodeTowards(nodes, 3, model.x < tool.x ? 'ArrowRight' : 'ArrowLeft', 'down')).toBe(4);
    expect(nodeTowards(nodes, 0, 'x', 'down')).toBeUndefined();
  });

  it('puts callers beside what they call where so many are seen larger', () => {
    const six = [1, 2, 3, 4, 5, 6];
    const graph = { nodes: [0, ...six], edges: six.map((to) => ({ from: 0, to })) };
    const room = { width: 660, height: 680 };
    expect(scaleOf(layoutGraph(graph), room)).toBeLessThan(0.5);
    const layout = layoutFor(graph, room);
    expect(scaleOf(layout, room)).toBeGreaterThan(0.9);
    const places = layout.nodes;
    for (const to of six) expect(places[to]!.x).toBeGreaterThan(places[0]!.x + 216);
    for (const { points } of layout.edges) expect(points[0]!.x).toBe(places[0]!.x + 108);
    // From layer to layer with the keys that point to it, and along a layer with the others.
    const first = nodeTowards(places, 0, 'ArrowRight', layout.flow)!;
    expect(six).toContain(first);
    const top = six.find((node) => nodeTowards(places, node, 'ArrowUp', layout.flow) === node)!;
    expect(nodeTowards(places, top, 'ArrowLeft', layout.flow)).toBe(0);
    expect(six).toContain(nodeTowards(places, top, 'ArrowDown', layout.flow));
    expect(nodeTowards(places, 0, 'ArrowDown', layout.flow)).toBe(0);
    // Where all of it is seen, it stays as it always was.
    expect(layoutFor(graph, { width: 1600, height: 680 })).toEqual(layoutGraph(graph));
  });
});
