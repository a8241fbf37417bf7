import { describe, expect, it } from 'vitest';
import { assignColors } from './service-colors.ts';

const names = Array.from({ length: 60 }, (_, i) => `service-${i}`);

describe('assignColors', () => {
  it('shares no color among the first twenty services, and evenly after them', () => {
    const color = assignColors(new Map());
    expect(new Set(names.slice(0, 20).map(color)).size).toBe(20);
    const counts = new Map<number, number>();
    for (const name of names) counts.set(color(name), (counts.get(color(name)) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array(20).fill(3));
  });

  it('never changes a color it gave, and goes on from what was remembered', () => {
    const known = new Map<string, number>();
    const first = names.map(assignColors(known));
    expect(names.map(assignColors(known))).toEqual(first);
    expect(names.toReversed().map(assignColors(new Map(known)))).toEqual(first.toReversed());
  });

  it('gives a service the same color whatever else there is, while that is free', () => {
    const alone = assignColors(new Map())('checkout');
    expect(assignColors(new Map([['payments', (alone + 1) % 20]]))('checkout')).toBe(alone);
    expect(assignColors(new Map([['payments', alone]]))('checkout')).not.toBe(alone);
  });

  it('remembers a bounded number of services', () => {
    const known = new Map<string, number>();
    const color = assignColors(known);
    for (let i = 0; i < 2_000; i++) color(`pod-${i}`);
    expect(known.size).toBe(500);
    expect(color('pod-1999')).toBe(color('pod-1999'));
  });
});
