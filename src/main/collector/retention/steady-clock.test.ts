import { expect, test } from 'vitest';
import { SteadyClock, type ClockState } from './steady-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 21);
const seen = (trustedMs: number): ClockState => ({ trustedMs, other: null });

function clockAt(known?: ClockState) {
  let elapsed = 0;
  const clock = new SteadyClock(known, () => elapsed);
  return {
    clock,
    /** How long deletions wait after a look at a time, so much later. */
    look: (ms: number, later = 0) => {
      elapsed += later;
      clock.look(ms);
      return clock.heldMs;
    },
  };
}

test('time that passes holds nothing', () => {
  const { look } = clockAt(seen(NOW - DAY));
  expect(look(NOW)).toBe(0);
  expect(look(NOW + 30 * DAY, 30 * DAY)).toBe(0);
});

test('a clock that jumps ahead holds deletions for an hour of running', () => {
  const { look } = clockAt();
  look(NOW);
  expect(look(NOW + 400 * DAY, HOUR / 4)).toBe(HOUR);
  expect(look(NOW + 400 * DAY + HOUR / 4, HOUR / 4)).toBe((HOUR * 3) / 4);
  expect(look(NOW + 400 * DAY + HOUR, HOUR)).toBe(0);
});

test('a clock that is set right again holds nothing', () => {
  const { look } = clockAt();
  look(NOW);
  expect(look(NOW + 400 * DAY)).toBe(HOUR);
  expect(look(NOW + 1000, 1000)).toBe(0);
});

test('the first look is compared with what is known from before', () => {
  expect(clockAt(seen(NOW - 3 * DAY)).look(NOW)).toBe(HOUR);
  expect(clockAt(seen(NOW - DAY)).look(NOW)).toBe(0);
  expect(clockAt().look(NOW)).toBe(0);
});

test('a clock that goes back and forth holds nothing while it is right', () => {
  const { look } = clockAt();
  look(NOW);
  for (let turn = 1; turn < 10; turn++) {
    const passed = turn * HOUR;
    expect(look(NOW - 10 * DAY + passed - HOUR / 2, HOUR / 2)).toBe(0);
    expect(look(NOW + passed, HOUR / 2)).toBe(0);
    expect(look(NOW + 10 * DAY + passed)).toBe(HOUR);
    expect(look(NOW + passed)).toBe(0);
  }
});

test('of several wrong times the nearest is believed in the end', () => {
  const { look } = clockAt();
  look(NOW);
  const held: number[] = [];
  for (let minute = 0; minute <= 90; minute += 15) {
    const ahead = (minute % 30 === 0 ? 10 : 20) * DAY;
    held.push(look(NOW + ahead + minute * 60_000, 15 * 60_000));
  }
  // At 60 and 90 minutes it is ten days ahead, at 75 minutes twenty.
  expect(held.map((ms) => ms > 0)).toEqual([true, true, true, true, false, true, false]);
});

test('an hour that has begun goes on after a restart', () => {
  const first = clockAt(seen(NOW));
  first.look(NOW + 400 * DAY);
  expect(first.look(NOW + 400 * DAY + HOUR / 2, HOUR / 2)).toBe(HOUR / 2);
  const second = clockAt(first.clock.state);
  expect(second.look(NOW + 400 * DAY + HOUR / 2 + 1000)).toBe(HOUR / 2);
  expect(second.look(NOW + 400 * DAY + HOUR, HOUR / 2)).toBe(0);
  expect(clockAt(second.clock.state).look(NOW + 401 * DAY)).toBe(0);
  expect(clockAt(second.clock.state).look(NOW)).toBe(0);
});

test('over any jumps, nothing that did not stand for an hour is believed, and what did is', () => {
  for (let seed = 1; seed <= 40; seed++) {
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const { look } = clockAt(seen(NOW));
    const looks: { passed: number; off: number }[] = [{ passed: 0, off: 0 }];
    let passed = 0;
    let off = 0;
    let since = 0;
    for (let step = 0; step < 120; step++) {
      const later = (1 + random(20)) * 60_000;
      passed += later;
      if (random(4) === 0) {
        // Far enough from each other that each is a jump.
        off = [0, 0, 5, -5][random(4)]! * (1 + random(10)) * DAY;
        since = passed;
      }
      const held = look(NOW + passed + off, later);
      looks.push({ passed, off });
      if (held === 0) {
        // As far ahead at most as all that was shown in one hour, or at the start.
        const hours = looks.map(({ passed: from }) => {
          const end = looks.findIndex((each) => each.passed >= from + HOUR);
          const within = looks.slice(0, end + 1).filter((each) => each.passed >= from);
          return end < 0 ? -Infinity : Math.min(...within.map((each) => each.off));
        });
        expect(off).toBeLessThanOrEqual(Math.max(0, ...hours) + 2 * DAY);
      }
      // What stood for two hours is believed, whatever was before.
      if (passed - since >= 2 * HOUR + 20 * 60_000) expect(held).toBe(0);
    }
  }
});
