import { expect, test } from 'vitest';
import { linkParents, ROOT } from './link-parents.ts';
import { Slices } from './slices.ts';

const bytes = (values: readonly number[]): Uint8Array =>
  new Uint8Array(BigUint64Array.from(values, BigInt).buffer);

/** Links spans whose ids are their numbers; -1 stands for no parent. */
async function link(ids: readonly number[], parents: readonly number[]): Promise<number[]> {
  const spanIds = bytes(ids);
  const parentIds = bytes(parents.map((parent) => Math.max(0, parent)));
  return [
    ...(await linkParents(spanIds, ids.length, new Slices(), (row, find) =>
      parents[row]! < 0 ? ROOT : find(parentIds, row * 8),
    )),
  ];
}

test('roots, children and orphans', async () => {
  expect(await link([1, 2, 3, 4], [-1, 1, 2, 77])).toEqual([-1, 0, 1, -2]);
});

test('of spans with one id the first is the parent', async () => {
  expect(await link([1, 1, 2], [-1, -1, 1])).toEqual([-1, -1, 0]);
});

test('rings are cut at their earliest span, whatever hangs on them', async () => {
  expect(await link([1], [1])).toEqual([-3]);
  expect(await link([1, 2, 3], [3, 1, 2])).toEqual([-3, 0, 1]);
  expect(await link([1, 2, 3, 4], [1, 1, 4, 3])).toEqual([-3, 0, -3, 2]);
});
