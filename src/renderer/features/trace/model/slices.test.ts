import { expect, test } from 'vitest';
import { finish, inSlices } from './slices.ts';

function* counting(to: number, seen: number[]): Generator<void, string> {
  for (let i = 0; i < to; i++) {
    seen.push(i);
    yield;
  }
  return 'done';
}

/** Takes longer than a slice each. */
function* slow(steps: number): Generator<void, number> {
  for (let i = 0; i < steps; i++) {
    const end = performance.now() + 10;
    while (performance.now() < end);
    yield;
  }
  return steps;
}

test('all steps are done, in one go or in slices', async () => {
  const [atOnce, sliced]: number[][] = [[], []];
  expect(finish(counting(1_000, atOnce!))).toBe('done');
  expect(await inSlices(counting(1_000, sliced!), new AbortController().signal)).toBe('done');
  expect(sliced).toEqual(atOnce);
});

test('others get their turn in between, and nobody waits for what was given up', async () => {
  const turns: string[] = [];
  const giveUp = new AbortController();
  setTimeout(() => {
    turns.push('other');
    giveUp.abort();
  });
  await expect(inSlices(slow(100_000), giveUp.signal)).rejects.toThrow(/abort/i);
  expect(turns).toEqual(['other']);
});
