import { expect, test } from 'vitest';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_US, spanId, spanSegment, traceId } from '../store-write/span-sketch.ts';

const span = (id: number, parent: number | undefined, name: string, more: object = {}) => ({
  trace: traceId(1),
  span: spanId(id),
  ...(parent === undefined ? {} : { parent: spanId(parent) }),
  name,
  ...more,
});
const agent = (id: number, parent: number | undefined, name: string, more: object = {}) =>
  span(id, parent, `invoke_agent ${name}`, { fields: { operation: 'invoke_agent' }, ...more });
const tool = (id: number, parent: number, name: string, more: object = {}) =>
  span(id, parent, `execute_tool ${name}`, { fields: { operation: 'execute_tool' }, ...more });
const chat = (id: number, parent: number, inputTokens: number, more: object = {}) =>
  span(id, parent, 'chat small', {
    fields: { operation: 'chat', model: 'small', usage: 1, inputTokens },
    ...more,
  });

test('agents, tools and models of many traces are joined, be their spans stored together or apart', async () => {
  const { store } = await openTestStore();
  const inOther = { trace: traceId(2) };
  await store.append(
    PROJECT,
    spanSegment([
      // Children before their parents, as they end first.
      chat(5, 4, 100),
      tool(6, 3, 'search', { status: 2, durationUs: 9000 }),
      // Around the client's own span another one tells the same call once more.
      chat(7, 3, 50),
      chat(8, 7, 50),
    ]),
  );
  await store.append(
    PROJECT,
    spanSegment([
      span(1, undefined, 'POST /answer'),
      agent(2, 1, 'boss'),
      agent(3, 2, 'support'),
      // Neither agent, tool nor model: part of what called it.
      span(4, 3, 'plan'),
      { ...agent(20, undefined, 'support'), ...inOther },
      { ...tool(21, 20, 'search'), ...inOther },
      // Delivered twice.
      chat(5, 4, 100),
    ]),
  );
  const map = await store.agentMap(PROJECT, {});
  expect(
    map.nodes.map(({ kind, name, calls, errors, tokens }) => [kind, name, calls, errors, tokens]),
  ).toEqual([
    ['agent', 'support', 2, 0, 0],
    ['model', 'small', 2, 0, 150],
    ['tool', 'search', 2, 1, 0],
    ['agent', 'boss', 1, 0, 0],
  ]);
  const names = map.nodes.map(({ name }) => name);
  expect(
    map.calls
      .map(({ from, to, calls, errors }) => `${names[from]} > ${names[to]} ${calls} ${errors}`)
      .toSorted(),
  ).toEqual(['boss > support 1 0', 'support > search 2 1', 'support > small 2 0']);
  expect(map.nodes[2]!.spanNames).toEqual(['execute_tool search']);
  expect(map).toMatchObject({ truncated: false, moreNodes: 0, spans: 10 });
});

test('only calls of the time and the traces count, though what called them began before', async () => {
  const { store } = await openTestStore();
  const later = { startUs: NOON_US + 60e6 };
  await store.append(PROJECT, spanSegment([agent(1, undefined, 'support'), tool(2, 1, 'a')]));
  await store.append(PROJECT, spanSegment([tool(3, 1, 'b', later)]));
  const edges = async (filter: object) => {
    const { nodes, calls } = await store.agentMap(PROJECT, filter);
    return calls.map(({ from, to }) => `${nodes[from]!.name} > ${nodes[to]!.name}`).toSorted();
  };
  expect(await edges({})).toEqual(['support > a', 'support > b']);
  expect(await edges({ toUs: NOON_US + 1e6 })).toEqual(['support > a']);
  expect(await edges({ fromUs: NOON_US + 1e6 })).toEqual(['support > b']);
  expect(await edges({ status: 'error' })).toEqual([]);
});

test('spans that are their own ancestors come to an end', async () => {
  const { store } = await openTestStore();
  await store.append(PROJECT, spanSegment([agent(1, 2, 'a'), agent(2, 1, 'b'), span(3, 4, 'x')]));
  await store.append(PROJECT, spanSegment([span(4, 3, 'y'), agent(5, 5, 'self')]));
  const { calls } = await store.agentMap(PROJECT, {});
  expect(calls).toHaveLength(3);
});
