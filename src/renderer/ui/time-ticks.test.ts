import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const local = (...fields: [number, number, number, number?, number?, number?, number?]): number =>
  new Date(...fields).getTime() * 1000;
const labels = (fromUs: number, toUs: number, room = 6): string[] =>
  timeTicks(fromUs, toUs, room).map(({ label }) => label);

describe('a time axis', () => {
  it('is marked at round times, each where it is', () => {
    const from = local(2026, 10, 23, 19, 26);
    const ticks = timeTicks(from, local(2026, 10, 23, 20, 26), 6);
    expect(ticks.map(({ label }) => label)).toEqual([
      '19:30',
      '19:40',
      '19:50',
      '20:00',
      '20:10',
      '20:20',
    ]);
    expect(ticks.map(({ at }) => Math.round(at * 60))).toEqual([4, 14, 24, 34, 44, 54]);
  });

  it('names the day where one begins', () => {
    expect(labels(local(2026, 10, 22, 20), local(2026, 10, 23, 9))).toEqual([
      '21:00',
      'Nov 23',
      '03:00',
      '06:00',
      '09:00',
    ]);
  });

  it('goes by days, weeks that begin on Monday, months and years', () => {
    expect(labels(local(2026, 10, 18, 5), local(2026, 10, 23, 5))).toEqual([
      'Nov 19',
      'Nov 20',
      'Nov 21',
      'Nov 22',
      'Nov 23',
    ]);
    const weeks = timeTicks(local(2026, 9, 20), local(2026, 10, 23), 6);
    expect(weeks.map(({ us }) => new Date(us / 1000).getDay())).toEqual([1, 1, 1, 1, 1]);
    expect(labels(local(2026, 0, 2), local(2026, 11, 31), 4)).toEqual([
      'Apr 2026',
      'Jul 2026',
      'Oct 2026',
    ]);
    expect(labels(local(1970, 0, 1), local(2030, 0, 1), 6)).toEqual([
      '1970',
      '1980',
      '1990',
      '2000',
      '2010',
      '2020',
      '2030',
    ]);
  });

  it('tells the marks of seconds and parts of them apart', () => {
    const from = local(2026, 10, 23, 14, 2, 10);
    expect(labels(from, from + 4e6, 4)).toEqual([
      '14:02:10',
      '14:02:11',
      '14:02:12',
      '14:02:13',
      '14:02:14',
    ]);
    expect(labels(from, from + 400e3, 4)).toEqual([
      '02:10.000',
      '02:10.100',
      '02:10.200',
      '02:10.300',
      '02:10.400',
    ]);
  });

  it('has marks in even steps, and never many, of whatever time', () => {
    const from = local(2026, 10, 23, 1, 2, 3, 4);
    for (let range = 10_000; range < 4e15; range *= 1.7) {
      for (const room of [2, 5, 10]) {
        const ticks = timeTicks(from, from + range, room);
        expect(ticks.length).toBeLessThanOrEqual(room + 2);
        for (const [i, { label }] of ticks.entries()) expect(label).not.toBe(ticks[i + 1]?.label);
      }
    }
    expect(timeTicks(5, 5, 6)).toEqual([]);
  });
});
