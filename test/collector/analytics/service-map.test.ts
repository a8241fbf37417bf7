import { expect, test } from 'vitest';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_US, spanId, spanSegment, traceId } from '../store-write/span-sketch.ts';

const FRONT = 0;
const BACK = 1;

const span = (id: number, parent: number | undefined, resource: number, more: object = {}) => ({
  trace: traceId(1),
  span: spanId(id),
  ...(parent === undefined ? {} : { parent: spanId(parent) }),
  resource,
  ...more,
});

test('calls between services are counted, be caller and callee stored together or apart', async () => {
  const { store } = await openTestStore();
  await store.append(
    PROJECT,
    spanSegment([
      span(2, 1, BACK, { durationUs: 3000, status: 2 }),
      span(3, 2, BACK),
      span(4, 3, FRONT),
    ]),
  );
  await store.append(PROJECT, spanSegment([span(1, undefined, FRONT), span(5, 1, BACK)]));
  // A parent that never comes, and one that came twice.
  await store.append(PROJECT, spanSegment([span(6, 99, BACK), span(1, undefined, FRONT)]));
  const map = await store.serviceMap(PROJECT, {});
  expect(map.services).toEqual([
    expect.objectContaining({ service: 'back', spans: 4, errors: 1 }),
    expect.objectContaining({ service: 'front', spans: 2, errors: 0 }),
  ]);
  expect(map.calls).toEqual([
    expect.objectContaining({ from: 'front', to: 'back', calls: 2, errors: 1 }),
    expect.objectContaining({ from: 'back', to: 'front', calls: 1, errors: 0 }),
  ]);
  expect(map.calls[0]!.p95DurationUs).toBeCloseTo(3000, -2);
  expect(map.truncated).toBe(false);
});

test('only spans of the time and of the traces asked for count', async () => {
  const { store } = await openTestStore();
  const later = { startUs: NOON_US + 60e6 };
  await store.append(
    PROJECT,
    spanSegment([
      span(1, undefined, FRONT),
      span(2, 1, BACK),
      span(3, 1, BACK, later),
      { ...span(4, undefined, FRONT), trace: traceId(2) },
      { ...span(5, 4, BACK, { status: 2 }), trace: traceId(2) },
    ]),
  );
  const calls = async (filter: object) => {
    const map = await store.serviceMap(PROJECT, filter);
    return map.calls.map((edge) => edge.calls);
  };
  expect(await calls({})).toEqual([3]);
  expect(await calls({ fromUs: NOON_US + 1e6 })).toEqual([1]);
  expect(await calls({ toUs: NOON_US + 1e6 })).toEqual([2]);
  expect(await calls({ status: 'error' })).toEqual([1]);
  expect(await calls({ services: ['nobody'] })).toEqual([]);
});
