import { describe, expect, it } from 'vitest';
import { redactedKind, splitRedacted } from './redaction.ts';
import { LineBreaker } from './text-lines.ts';

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

function linesOf(text: string, columns: number, piece = 1e6): string[] {
  const breaker = new LineBreaker(text, columns);
  while (!breaker.done) breaker.advance(piece);
  return Array.from({ length: breaker.lines }, (_, i) => breaker.line(i));
}

describe('LineBreaker', () => {
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

  it('gives the same lines piece by piece', () => {
    const text = 'ab\r\n'.repeat(500) + '漢字 and words '.repeat(300);
    const whole = linesOf(text, 7);
    expect(whole.join('')).toBe(text.replaceAll('\r\n', ''));
    expect(linesOf(text, 7, 13)).toEqual(whole);
  });

  it('counts only complete lines on the way', () => {
    const breaker = new LineBreaker('one\ntwo\nthree', 80);
    breaker.advance(6);
    expect([breaker.lines, breaker.line(0)]).toEqual([1, 'one']);
    breaker.advance(100);
    expect([breaker.lines, breaker.line(2)]).toEqual([3, 'three']);
  });
});
