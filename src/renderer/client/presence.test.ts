import { expect, test } from 'vitest';
import { presenceOf } from './presence.ts';

const since = 1_000_000;
const at = (seconds: number): number => since + seconds * 1_000;
const ready = { kind: 'ready', generation: 1 } as const;
const restarting = { kind: 'restarting', attempt: 3, retryInMs: 800, reason: 'it ended' } as const;

test('a lost collector is called restarting for a while, then away', () => {
  const lost = { phase: 'lost', since } as const;
  expect(presenceOf(lost, null, false, at(5))).toEqual({ kind: 'restarting', since });
  expect(presenceOf(lost, null, false, at(21))).toEqual({ kind: 'away', since });
  // Nobody restarts a collector elsewhere for this window.
  expect(presenceOf(lost, null, true, at(1))).toEqual({ kind: 'away', since });
});

test('the app says how long it goes on starting its collector, and when it gave up', () => {
  const lost = { phase: 'lost', since } as const;
  expect(presenceOf(lost, restarting, false, at(60))).toEqual({ kind: 'restarting', since });
  // Its process lives and does not answer.
  expect(presenceOf(lost, ready, false, at(60))).toEqual({ kind: 'away', since });
  const failed = { kind: 'failed', reason: 'too often' } as const;
  const stopped = { kind: 'stopped', reason: 'too often' };
  for (const phase of ['connecting', 'ready', 'lost'] as const) {
    expect(presenceOf({ phase, since }, failed, false, at(1))).toEqual(stopped);
  }
});

test('one that was paused in the tray is neither starting nor away', () => {
  const paused = { kind: 'paused' } as const;
  for (const phase of ['connecting', 'lost'] as const) {
    expect(presenceOf({ phase, since }, paused, false, at(60))).toEqual({ kind: 'paused' });
  }
});

test('a window that never reached it does not wait in silence', () => {
  const opened = { phase: 'connecting', since } as const;
  expect(presenceOf(opened, null, false, at(5))).toEqual({ kind: 'connecting' });
  expect(presenceOf(opened, null, false, at(30))).toEqual({ kind: 'away', since });
  expect(presenceOf({ phase: 'ready', since }, ready, false, at(900))).toEqual({ kind: 'there' });
});
