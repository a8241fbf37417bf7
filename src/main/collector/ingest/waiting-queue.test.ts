import { expect, test } from 'vitest';
import { WaitingQueue } from './waiting-queue.ts';
import type { ContentCoding } from './types.ts';

const MIB = 1024 * 1024;

interface Item {
  readonly projectId: string;
  readonly name: string;
  readonly size: number;
  readonly coding: ContentCoding;
}

function item(name: string, size = 1, coding: ContentCoding = 'identity'): Item {
  return { projectId: name[0]!, name, size, coding };
}

function queueOf(...items: readonly Item[]): WaitingQueue<Item> {
  const queue = new WaitingQueue<Item>();
  for (const one of items) queue.push(one);
  return queue;
}

const names = (items: readonly Item[]): string => items.map(({ name }) => name).join(' ');

test('one project: the oldest first, and all of them', () => {
  const queue = queueOf(item('a1'), item('a2'), item('a3'));
  expect(names(queue.take(2, 100))).toBe('a1 a2');
  expect(names(queue.take(2, 100))).toBe('a3');
  expect([queue.isEmpty, queue.bytes, queue.take(2, 100)]).toEqual([true, 0, []]);
});

test('projects take turns, from one batch to the next', () => {
  const queue = queueOf(item('a1'), item('a2'), item('a3'), item('a4'), item('b1'), item('c1'));
  expect(names(queue.take(2, 100))).toBe('a1 b1');
  expect(names(queue.take(3, 100))).toBe('c1 a2 a3');
  queue.push(item('b2'));
  expect(names(queue.take(9, 100))).toBe('a4 b2');
});

test('a batch has one at least, and no more bytes than it may; what is compressed counts five times', () => {
  const queue = queueOf(item('a1', 500), item('a2', 60), item('a3', 40), item('b1', 10, 'gzip'));
  expect(queue.bytes).toBe(650);
  expect(names(queue.take(9, 100))).toBe('a1');
  expect(names(queue.take(9, 100))).toBe('b1');
  expect(names(queue.take(9, 100))).toBe('a2 a3');
});

test('what a job did not come to goes before what came later', () => {
  const queue = queueOf(item('a1'), item('b1'), item('a2'), item('a3'));
  const batch = queue.take(3, 100);
  expect(names(batch)).toBe('a1 b1 a2');
  queue.push(item('b2'));
  queue.putBack(batch.slice(1));
  expect(queue.bytes).toBe(4);
  expect(names(queue.take(9, 100))).toBe('a2 b1 a3 b2');
});

test('bombs are counted as what they unpack to, few of a project wait, and nobody else is kept out', () => {
  const bomb = (name: string): Item => item(name, MIB, 'zstd');
  const queue = queueOf(...Array.from({ length: 20 }, (_, at) => bomb(`a${at}`)), item('a-plain'));
  queue.push(bomb('b1'));
  expect(queue.isFull('a', 'zstd')).toBe(false);
  const excess = queue.learn(bomb('a'), 64 * MIB);
  expect(names(excess)).toBe(Array.from({ length: 18 }, (_, at) => `a${at + 2}`).join(' '));
  expect(queue.bytes).toBe(2 * 64 * MIB + 1 + 5 * MIB);
  expect([
    queue.isFull('a', 'zstd'),
    queue.isFull('a', 'identity'),
    queue.isFull('b', 'zstd'),
  ]).toEqual([true, false, false]);
  expect(names(queue.take(9, 3 * MIB))).toBe('a0');
  expect(queue.isFull('a', 'zstd')).toBe(false);
  // As soon as its bodies are ordinary ones again it is as everybody.
  expect(queue.learn(bomb('a'), 10 * MIB)).toEqual([]);
  expect(queue.bytes).toBe(5 * MIB + 1 + 5 * MIB);
});

test('small bodies are no bombs, however tightly they are packed', () => {
  const queue = queueOf(item('a1', 10, 'gzip'));
  expect(queue.learn(item('a', 10, 'gzip'), 1000)).toEqual([]);
  expect(queue.bytes).toBe(50);
});
