import { describe, expect, it } from 'vitest';
import type { TraceMark } from '../../../../shared/trace-marks.ts';
import { groupMarks, levelOf, placeMarks, stepMark } from './marks.ts';

const START_US = 1_763_640_000_000_000;
const mark = (spanId: string, atNs: number, more: Partial<TraceMark> = {}): TraceMark => ({
  kind: 'event',
  spanId,
  timeUnixNano: String(BigInt(START_US) * 1000n + BigInt(atNs)),
  severity: 0,
  text: `at ${atNs}`,
  ...more,
});

describe('placeMarks', () => {
  it('puts marks to their spans in order of time, exact to the nanosecond', () => {
    const placed = placeMarks([mark('a', 7), mark('b', 1), mark('a', -3)], START_US);
    expect(placed.get('a')!.map(({ atNs }) => atNs)).toEqual([-3, 7]);
    expect(placed.get('b')!.map(({ atNs }) => atNs)).toEqual([1]);
  });

  it('leaves out what has no time', () => {
    expect(placeMarks([mark('a', 0, { timeUnixNano: '0' })], START_US).size).toBe(0);
  });
});

describe('groupMarks', () => {
  const window = { fromNs: 0, toNs: 1000 };
  const groupsOf = (...marks: TraceMark[]) =>
    groupMarks(placeMarks(marks, START_US).get('a')!, window, 500);

  it('draws near marks as one, as bad as the worst of them', () => {
    const groups = groupsOf(
      mark('a', 100),
      mark('a', 110, { kind: 'log', severity: 13 }),
      mark('a', 115, { kind: 'exception' }),
      mark('a', 400, { kind: 'log', severity: 9 }),
    );
    expect(groups.map(({ level, marks }) => [level, marks.length])).toEqual([
      ['error', 3],
      ['plain', 1],
    ]);
    expect(groups[1]!.x).toBeCloseTo(200);
  });

  it('leaves out what is not in the window, and draws a bounded number of many', () => {
    expect(groupsOf(mark('a', -1), mark('a', 1001))).toEqual([]);
    const many = Array.from({ length: 5000 }, (_, i) => mark('a', Math.floor(i / 5)));
    expect(groupsOf(...many).length).toBeLessThan(60);
  });
});

it('exceptions and logs from ERROR on are errors, WARN warns', () => {
  const levels = [0, 9, 12, 13, 16, 17, 24].map((severity) =>
    levelOf(mark('a', 0, { kind: 'log', severity })),
  );
  expect(levels).toEqual(['plain', 'plain', 'plain', 'warn', 'warn', 'error', 'error']);
  expect(levelOf(mark('a', 0, { kind: 'exception' }))).toBe('error');
});

describe('stepMark', () => {
  const marks = placeMarks(
    [mark('a', 10), mark('b', 20), mark('a', 30), mark('a', 30, { kind: 'log' }), mark('c', 40)],
    START_US,
  );
  const timeOf = (atNs: number): string => mark('a', atNs).timeUnixNano;

  it.each([
    ['to the next', 'a', 10, 1, 'b', 20],
    ['past all of one time', 'a', 30, 1, 'c', 40],
    ['to the one before', 'a', 30, -1, 'b', 20],
    ['from the last to the first', 'c', 40, 1, 'a', 10],
    ['from the first to the last', 'a', 10, -1, 'c', 40],
  ] as const)('goes from a mark %s', (_to, spanId, atNs, by, nextSpan, nextNs) => {
    const next = stepMark(marks, { spanId, startNs: 0, timeUnixNano: timeOf(atNs) }, by);
    expect([next!.spanId, next!.atNs]).toEqual([nextSpan, nextNs]);
  });

  it.each([
    ['b', 35, 1, 20],
    ['x', 25, 1, 30],
    ['x', 99, 1, 10],
    ['x', 25, -1, 20],
    ['x', 0, -1, 40],
  ] as const)('goes from span %s at %i by %i to %i', (spanId, startNs, by, nextNs) => {
    expect(stepMark(marks, { spanId, startNs }, by)!.atNs).toBe(nextNs);
  });

  it('goes nowhere without marks', () => {
    expect(stepMark(new Map(), { spanId: 'a', startNs: 0 }, 1)).toBeUndefined();
  });
});
