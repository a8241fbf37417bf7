import { describe, expect, it } from 'vitest';
import { redactedKind, splitRedacted } from './redaction.ts';
import { lineAt, lineStarts } from './text-lines.ts';

describe('splitRedacted', () => {
  it('finds markers and pseudonyms', () => {
    expect(splitRedacted('My card [CREDIT_CARD], write to [EMAIL:3f9c2a].')).toEqual([
      { text: 'My card ', redacted: false },
      { text: '[CREDIT_CARD]', redacted: true },
      { text: ', write to ', redacted: false },
      { text: '[EMAIL:3f9c2a]', redacted: true },
      { text: '.', redacted: false },
    ]);
    expect(redactedKind('[CREDIT_CARD]')).toBe('credit card');
    expect(redactedKind('[EMAIL:3f9c2a]')).toBe('email');
  });

  it('leaves the words of the sender alone', () => {
    for (const text of ['[INFO] started', '[1, 2]', 'a [link](x)', 'plain', '']) {
      expect(splitRedacted(text).some((piece) => piece.redacted)).toBe(false);
    }
  });

  it('knows the kinds of custom rules when told', () => {
    expect(splitRedacted('[EMPLOYEE]', ['EMPLOYEE'])).toEqual([
      { text: '[EMPLOYEE]', redacted: true },
    ]);
  });
});

const linesOf = (text: string, columns: number): string[] => {
  const starts = lineStarts(text, columns);
  return Array.from({ length: starts.length - 1 }, (_, i) => lineAt(text, starts, i));
};

describe('lineStarts', () => {
  it('breaks at line breaks and at the width', () => {
    expect(linesOf('one\ntwo three\r\n\nx', 5)).toEqual(['one', 'two t', 'hree', '', 'x']);
    expect(linesOf('12345\n1', 5)).toEqual(['12345', '1']);
    expect(linesOf('', 5)).toEqual(['']);
    expect(linesOf('a\n', 5)).toEqual(['a', '']);
  });

  it('counts wide characters twice and never splits a pair', () => {
    expect(linesOf('漢字かな', 5)).toEqual(['漢字', 'かな']);
    expect(linesOf('ab😀😀', 3)).toEqual(['ab', '😀', '😀']);
  });

  it('loses nothing of a long text of short lines', () => {
    const text = 'ab\n'.repeat(50_000);
    const starts = lineStarts(text, 80);
    expect(starts).toHaveLength(50_002);
    expect(starts.at(-1)).toBe(text.length);
  });
});
