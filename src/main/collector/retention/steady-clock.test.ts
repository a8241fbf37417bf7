import { expect, test } from 'vitest';
import { SteadyClock } from './steady-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 21);

function clockAt(): { clock: SteadyClock; pass: (ms: number) => void } {
  let elapsed = 0;
  return { clock: new SteadyClock(() => elapsed), pass: (ms) => (elapsed += ms) };
}

test('time that passes holds nothing', () => {
  const { clock, pass } = clockAt();
  expect(clock.look(NOW, NOW - DAY)).toBe(0);
  pass(30 * DAY);
  expect(clock.look(NOW + 30 * DAY, undefined)).toBe(0);
});

test('a clock that jumps ahead holds deletions for an hour of running', () => {
  const { clock, pass } = clockAt();
  clock.look(NOW, undefined);
  pass(HOUR / 4);
  expect(clock.look(NOW + 400 * DAY, undefined)).toBe(HOUR);
  pass(HOUR / 4);
  expect(clock.look(NOW + 400 * DAY + HOUR / 4, undefined)).toBe((HOUR * 3) / 4);
  pass(HOUR);
  expect(clock.look(NOW + 400 * DAY + HOUR, undefined)).toBe(0);
});

test('a clock that is set right again holds nothing', () => {
  const { clock, pass } = clockAt();
  clock.look(NOW, undefined);
  expect(clock.look(NOW + 400 * DAY, undefined)).toBe(HOUR);
  pass(1000);
  expect(clock.look(NOW + 1000, undefined)).toBe(0);
});

test('the first look is compared with when data last arrived', () => {
  expect(clockAt().clock.look(NOW, NOW - 3 * DAY)).toBe(HOUR);
  expect(clockAt().clock.look(NOW, NOW - DAY)).toBe(0);
  expect(clockAt().clock.look(NOW, undefined)).toBe(0);
});
