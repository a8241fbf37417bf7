import { expect, test } from 'vitest';
import { idsOf, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import {
  logSegment,
  NOON_MS,
  NOON_NS,
  spanId,
  spanSegment,
  traceId,
} from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
const traces = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const ids = (...numbers: number[]) =>
  new Uint8Array(Buffer.concat(numbers.map((n) => Buffer.from(traceId(n), 'hex'))));

async function openWith(...numbers: number[]) {
  const opened = await openTestStore();
  for (const n of numbers) {
    const spans = [{ trace: traceId(n), span: spanId(n) }];
    await opened.store.append(PROJECT, spanSegment(spans));
  }
  return opened;
}

test('pinned traces are groups of their own, in traces and in logs', async () => {
  const { store, setNow } = await openWith(1, 2);
  setNow(NOON_MS);
  await store.append(
    PROJECT,
    logSegment([
      { trace: traceId(1), timeNs: NOON_NS, text: 'of one' },
      { timeNs: NOON_NS, text: 'of none' },
    ]),
  );
  const other = { day: DAY, environment: '', errors: false, records: 1 };
  const expected = [{ ...other, pinned: true }, other];
  expect(await store.days.groups(traces, ids(1))).toEqual(expected);
  expect(await store.days.groups({ ...traces, signal: 'logs' }, ids(1))).toEqual(expected);
});

test('a whole day but what is pinned, and the oldest but what is pinned', async () => {
  const { store } = await openWith(1, 2, 3, 4, 5);
  const pinned = ids(1, 4);
  const except = [`${DAY} ok+pinned `];
  const oldest = { oldest: 1, pinned, except };
  expect(await store.days.remove(traces, oldest)).toMatchObject({ records: 1 });
  expect(await idsOf(store, {})).toEqual([1, 3, 4, 5].map(traceId));
  const [day] = await store.days.list(PROJECT);
  const whole = { through: day!.through, pinned, except };
  expect(await store.days.count(traces, whole)).toMatchObject({ records: 2 });
  expect(await store.days.remove(traces, whole)).toMatchObject({ records: 2 });
  expect(await idsOf(store, {})).toEqual([1, 4].map(traceId));
  expect(await store.days.remove(traces, whole)).toMatchObject({ records: 0, bytes: 0 });
});

test('of a list of traces, those that are stored', async () => {
  const { store } = await openWith(1, 2);
  const asked = ids(2, 7);
  expect(await store.storedTraces(PROJECT, asked)).toEqual(ids(2));
  expect(asked).toEqual(ids(2, 7));
  expect(await store.storedTraces('prj_00000000none', asked)).toEqual(ids());
});
