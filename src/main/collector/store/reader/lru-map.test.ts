import { expect, test } from 'vitest';
import { LruMap } from './lru-map.ts';

test('what was used least recently goes first, and is told', () => {
  const dropped: string[] = [];
  const map = new LruMap<number, string>(2, (value) => dropped.push(value));
  map.set(1, 'a');
  map.set(2, 'b');
  expect(map.get(1)).toBe('a');
  map.set(3, 'c');
  expect(dropped).toEqual(['b']);
  expect(map.get(2)).toBeUndefined();
  map.peek(1);
  map.set(4, 'd');
  expect(dropped).toEqual(['b', 'a']);
  map.clear();
  expect(dropped).toEqual(['b', 'a', 'c', 'd']);
});

test('entries weigh, and the newest stays even when it is too heavy', () => {
  const map = new LruMap<string, number>(10);
  map.set('small', 1, 4);
  map.set('grows', 2, 4);
  map.set('grows', 2, 20);
  expect(map.get('small')).toBeUndefined();
  expect(map.get('grows')).toBe(2);
  map.delete('grows');
  map.set('other', 3, 10);
  expect(map.get('other')).toBe(3);
});
