import { expect, it } from 'vitest';
import { AT } from './counts.ts';
import { KeyLines } from './key-lines.ts';
import { LimitBook } from './limits.ts';
import { UsageMeter, type Metered } from './usage-meter.ts';

const PROJECT = 'prj_000000000000';
const KEY = 'key_000000000000';

function createMeter(nowMs = Date.parse('2026-03-01T12:00:00Z')) {
  let now = nowMs;
  const limits = new LimitBook();
  const written = new Map<number, number>();
  const meter = new UsageMeter({
    clock: { now: () => now },
    limits,
    lines: new KeyLines(),
    storedSpans: (_project, day) => written.get(day) ?? 0,
    onLevel: () => {},
  });
  const begin = (bytes = 100) => meter.begin(PROJECT, KEY, 'traces', bytes, false);
  /** Takes a request in and stores so many spans of it. */
  const store = (spans: number) =>
    meter.end(begin() as Metered, { accepted: spans, duplicates: 0, stored: 50 });
  return { meter, limits, written, begin, store, pass: (ms: number) => (now += ms) };
}

it('what could not be written down is written by the next turn, with what came meanwhile', () => {
  const { meter, store } = createMeter();
  const sum = () => meter.takeDeltas().reduce((total, { counts }) => total + counts[AT.spans]!, 0);
  store(2);
  expect(sum()).toBe(2);
  store(3);
  meter.written(false);
  expect(sum()).toBe(5);
  meter.written(true);
  expect(sum()).toBe(0);
});

it('a day begins with what was written down, and what is being written counts once', () => {
  const { meter, store, written, pass } = createMeter();
  store(4);
  const [delta] = meter.takeDeltas();
  pass(86_400_000);
  store(1);
  pass(-86_400_000);
  // Back on the first day, whose four spans are not in the catalog yet.
  expect(meter.sender(PROJECT, KEY).holder.spans).toBe(4);
  written.set(delta!.day, 4);
  meter.written(true);
  pass(86_400_000);
  expect(meter.sender(PROJECT, KEY).holder.spans).toBe(1);
  pass(-86_400_000);
  expect(meter.sender(PROJECT, KEY).holder.spans).toBe(4);
});

it('requests on their way count with what they are expected to bring, until they are answered', () => {
  const { meter, limits, begin, store } = createMeter();
  store(10);
  limits.set(PROJECT, { spansPerDay: 30, bytes: null, requestsPerSecond: null });
  const first = begin() as Metered;
  const second = begin() as Metered;
  expect(begin()).toMatchObject({ retryAfterSeconds: 1 });
  meter.end(first, undefined);
  const third = begin() as Metered;
  expect(third).toHaveProperty('sender');
  meter.end(second, { accepted: 10, duplicates: 0, stored: 1 });
  meter.end(third, { accepted: 10, duplicates: 0, stored: 1 });
  expect(begin()).toMatchObject({ retryAfterSeconds: 43_200 });
});
