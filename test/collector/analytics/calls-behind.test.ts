import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agentCondition,
  FAILED,
  serviceCallCondition,
} from '../../../src/renderer/features/analytics/leads-to.ts';
import { plainSpans, sketchOf } from '../query/random-traces.ts';
import { list, openTestStore } from '../store-read/open-test-store.ts';
import { NOON_NS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const NOON_US = Number(NOON_NS / 1000n);
const DAY_US = 86_400_000_000;
type Store = Awaited<ReturnType<typeof openTestStore>>['store'];

/** Spans of all traces that meet a condition: traces with one at least, with two at least, and so on. */
async function spansThat(store: Store, projectId: string, condition: string): Promise<number> {
  for (let total = 0, least = 1; ; least++) {
    const query = `count(${condition}) >= ${least}`;
    const { traces } = (await list(store, { query }, 1, projectId)).totals;
    if (traces === 0) return total;
    total += traces;
  }
}

test('each arrow and box of both maps leads to as many spans as it counts, however they are cut into segments', async () => {
  const { store } = await openTestStore();
  let project = 0;
  let arrows = 0;
  const half = NOON_US + 1000;
  await fc.assert(
    fc.asyncProperty(
      plainSpans,
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom({}, { fromUs: half }, { toUs: half }),
      async (spans, size, time) => {
        const projectId = `prj_${String(project++).padStart(12, '0')}`;
        for (let at = 0; at < spans.length; at += size) {
          const some = spans.slice(at, at + size);
          for (const service of new Set(some.map((span) => span.service))) {
            const own = some.filter((span) => span.service === service);
            await store.append(projectId, spanSegment(own.map(sketchOf), service));
          }
        }
        const isTimed = Object.keys(time).length > 0;
        const within =
          'fromUs' in time ? 'start >= 2026-11-20T12:00:00.001' : 'start < 2026-11-20T12:00:00.001';
        const leadsTo = async (condition: string, calls: number, errors: number) => {
          arrows++;
          const own = isTimed ? `${condition} and ${within}` : condition;
          const found = {
            calls: await spansThat(store, projectId, own),
            errors: await spansThat(store, projectId, `${own} and ${FAILED}`),
          };
          expect({ own, ...found }).toEqual({ own, calls, errors });
        };
        const services = await store.serviceMap(projectId, time);
        for (const edge of services.calls) {
          await leadsTo(serviceCallCondition(edge), edge.calls, edge.errors);
        }
        const { nodes, calls } = await store.agentMap(projectId, time);
        for (const node of nodes) await leadsTo(agentCondition(node), node.calls, node.errors);
        for (const edge of calls) {
          const condition = agentCondition(nodes[edge.to]!, nodes[edge.from]!);
          await leadsTo(condition, edge.calls, edge.errors);
        }
      },
    ),
    // The same in every run: how many arrows there are is counted.
    { numRuns: 10, seed: 7 },
  );
  expect(arrows).toBeGreaterThan(20);
});

test('a span is called by the parent that began within a day, and found as soon as that comes', async () => {
  const { store } = await openTestStore();
  const projectId = 'prj_0123456789ab';
  const at = (n: number, service: string, afterUs: number, parent?: number) =>
    store.append(
      projectId,
      spanSegment(
        [
          {
            trace: traceId(1),
            span: spanId(n),
            startNs: NOON_NS + BigInt(afterUs) * 1000n,
            ...(parent === undefined ? {} : { parent: spanId(parent) }),
          },
        ],
        service,
      ),
    );
  await at(2, 'back', DAY_US, 1);
  await at(3, 'back', DAY_US + 1, 1);
  const calls = async (filter: object = {}) =>
    (await store.serviceMap(projectId, filter)).calls.map((edge) => edge.calls);
  const condition = serviceCallCondition({ from: 'front', to: 'back' });
  expect(await spansThat(store, projectId, condition)).toBe(0);
  await at(1, 'front', 0);
  expect(await spansThat(store, projectId, condition)).toBe(1);
  expect(await calls()).toEqual([1]);
  expect(await calls({ fromUs: NOON_US + DAY_US })).toEqual([1]);
  expect(await calls({ fromUs: NOON_US + DAY_US + 1 })).toEqual([]);
  expect(await spansThat(store, projectId, 'parent.service = back')).toBe(0);
});
