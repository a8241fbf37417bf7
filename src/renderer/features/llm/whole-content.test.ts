import { expect, it } from 'vitest';
import { cutInside, wholeContent } from './whole-content.ts';

const shortened = {
  '/input/0/parts/1/text': { length: 9, path: 'attributes/3@7' },
  '/input/1/parts/0/content/a~1b/0': { length: 9, path: 'attributes/4' },
  '/input/10/parts/0/text': { length: 9, path: 'attributes/5' },
};
const load = async (path: string): Promise<Blob> => new Blob([`all of ${path}`]);

it('texts of which the view holds the beginning are put in whole', async () => {
  const parts = [
    { kind: 'text', text: 'short' },
    { kind: 'text', text: 'begin' },
  ];
  expect(await wholeContent(parts, '/input/0/parts', shortened, load)).toEqual([
    { kind: 'text', text: 'short' },
    { kind: 'text', text: 'all of attributes/3@7' },
  ]);
  // What is on the screen stays what it is.
  expect(parts[1]!.text).toBe('begin');
});

it('also inside of structures, and where the value is the text itself', async () => {
  const content = { 'a/b': ['begin', 'other'] };
  const at = '/input/1/parts/0/content';
  expect(await wholeContent(content, at, shortened, load)).toEqual({
    'a/b': ['all of attributes/4', 'other'],
  });
  expect(cutInside(shortened, at)).toBe(1);
  const text = '/input/10/parts/0/text';
  expect(await wholeContent('begin', text, shortened, load)).toBe('all of attributes/5');
  expect(cutInside(shortened, text)).toBe(0);
});

it('what is whole is left alone', async () => {
  const parts = [{ kind: 'text', text: 'short' }];
  expect(await wholeContent(parts, '/input/2/parts', shortened, load)).toBe(parts);
});
