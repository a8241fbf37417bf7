import { describe, expect, it } from 'vitest';
import type { DetailAttribute } from '../../../../shared/span-detail.ts';
import { attributeDiff } from './attribute-diff.ts';
import { foldCommon, textDiff } from './text-diff.ts';

const text = (key: string, value: string): DetailAttribute => ({
  key,
  value: { type: 'string', value },
});

const cut = (size: number): DetailAttribute => ({
  key: 'long',
  value: { type: 'shortened', of: 'string', preview: 'begin', size, path: 'attributes/0' },
});

describe('attributeDiff', () => {
  it('tells added, missing and changed attributes from equal ones, and names those first', () => {
    const diff = attributeDiff(
      [text('a', '1'), text('gone', 'x'), text('kept', 'same')],
      [text('kept', 'same'), text('a', '2'), text('new', 'y')],
    );
    expect(diff.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'a changed',
      'gone removed',
      'new added',
      'kept same',
    ]);
  });

  it('tells a number from its text, and long values of one beginning by their size', () => {
    const [number] = attributeDiff(
      [text('n', '1')],
      [{ key: 'n', value: { type: 'int', value: '1' } }],
    );
    expect(number).toMatchObject({ state: 'changed', a: '1', b: '1' });
    expect(attributeDiff([cut(100)], [cut(101)])[0]).toMatchObject({
      state: 'changed',
      isPartial: true,
    });
    expect(attributeDiff([cut(100)], [cut(100)])[0]).toMatchObject({
      state: 'same',
      isPartial: true,
    });
  });
});

const joined = (pieces: ReturnType<typeof textDiff>, side: 'a' | 'b'): string =>
  (pieces ?? [])
    .map((piece) => (piece.side === side || piece.side === 'both' ? piece.text : ''))
    .join('');

const lines = (word: string): string =>
  Array.from({ length: 60_000 }, (_, i) => `${word} ${i * 7919}`).join('\n');

describe('textDiff', () => {
  it('marks words that one text alone has', () => {
    expect(textDiff('the quick fox', 'the slow fox')).toEqual([
      { side: 'both', text: 'the ' },
      { side: 'a', text: 'quick' },
      { side: 'b', text: 'slow' },
      { side: 'both', text: ' fox' },
    ]);
    expect(textDiff('same', 'same')).toEqual([{ side: 'both', text: 'same' }]);
    expect(textDiff('', '')).toEqual([]);
  });

  it('keeps both texts whole, in any language', () => {
    for (const [a, b] of [
      ['Zwölf Boxkämpfer\nlaufen', 'Zwölf Boxer\nlaufen 🙂'],
      ['日本語のテキスト', '日本語の文章'],
      ['', 'only here'],
    ] as const) {
      const pieces = textDiff(a, b);
      expect([joined(pieces, 'a'), joined(pieces, 'b')]).toEqual([a, b]);
    }
  });

  it('gives up on large texts that have nothing in common instead of holding the window up', () => {
    const start = performance.now();
    expect(textDiff(lines('a'), lines('b'))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('folds the middle of what is long in common', () => {
    const long = 'word '.repeat(1_000);
    const [before, after] = foldCommon([{ side: 'both', text: long }]);
    expect(before!.text.length + before!.folded! + after!.text.length).toBe(long.length);
    expect(foldCommon([{ side: 'a', text: long }])).toEqual([{ side: 'a', text: long }]);
  });
});
