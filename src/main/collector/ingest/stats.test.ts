import { expect, test } from 'vitest';
import { IngestStats } from './stats.ts';
import type { IngestOutcome } from './types.ts';

const stored = (accepted: number, rejected = 0, duplicates = 0): IngestOutcome => ({
  kind: 'stored',
  accepted,
  rejected,
  duplicates,
  reasons: [],
});

test('counts each signal in its own unit and failures not at all', () => {
  const stats = new IngestStats(() => 0);
  stats.count('traces', stored(10, 2, 3));
  stats.count('logs', stored(5));
  stats.count('metrics', stored(7));
  stats.count('traces', { kind: 'failed', code: 'invalid', message: '' });
  expect(stats.snapshot()).toMatchObject({
    spansAccepted: 10,
    spansRejected: 2,
    spansDuplicate: 3,
    logsAccepted: 5,
    metricPointsAccepted: 7,
  });
});

test('the rate is that of the last whole seconds and falls to nothing', () => {
  let now = 10_000;
  const stats = new IngestStats(() => now);
  for (let second = 0; second < 5; second++) {
    stats.count('traces', stored(100));
    now += 1000;
  }
  expect(stats.snapshot().spansPerSecond).toBe(100);
  now += 2000;
  expect(stats.snapshot().spansPerSecond).toBe(60);
  now += 60_000;
  expect(stats.snapshot().spansPerSecond).toBe(0);
});

test('a clock that steps back does not break the rate', () => {
  let now = 1_000_000;
  const stats = new IngestStats(() => now);
  now = 500_000;
  stats.count('traces', stored(50));
  now += 1000;
  expect(stats.snapshot().spansPerSecond).toBe(10);
});

test('refusals are counted all, and listed newest first without repeats', () => {
  let now = 0;
  const stats = new IngestStats(() => (now += 1000));
  for (let i = 0; i < 100; i++) stats.refuse(503, 'busy');
  for (let i = 0; i < 60; i++) stats.refuse(400, `bad ${i}`);
  const { requestsRefused, recentRefusals } = stats.snapshot();
  expect(requestsRefused).toBe(160);
  expect(recentRefusals).toHaveLength(50);
  expect(recentRefusals[0]).toMatchObject({ status: 400, reason: 'bad 59' });
});
