import { describe, expect, it } from 'vitest';
import type { RedactionMark } from '../../../../shared/redaction-marks.ts';
import { countedName, explainMark, finderOf, splitRedacted } from './redaction.ts';
import { LineBreaker } from './text-lines.ts';

/** The pieces of a text, replacements as `<TYPE>`. */
const split = (text: string, marks: readonly RedactionMark[] = []) =>
  splitRedacted(text, finderOf(marks)).map(({ text: piece, mark }) =>
    mark === undefined ? piece : `<${mark.type}>`,
  );

describe('splitRedacted', () => {
  it('finds what always stands for a value', () => {
    const text = 'My card [CREDIT_CARD], write to [EMAIL:kqzmwtpbxdfg]. [REDACTION_FAILED]';
    expect(split(text)).toEqual([
      'My card ',
      '<CREDIT_CARD>',
      ', write to ',
      '<EMAIL>',
      '. ',
      '<REDACTION_FAILED>',
    ]);
  });

  it('leaves the words of the sender alone', () => {
    for (const text of ['[INFO] started', '[1, 2]', 'a [link](x)', '[EMAIL:mine]', 'plain', '']) {
      expect(split(text)).toEqual([text]);
    }
    expect(split('**bold** and ************1111')).toEqual(['**bold** and ************1111']);
  });

  it("knows what a project's rules make", () => {
    const marks: RedactionMark[] = [
      { type: 'EMAIL', look: 'mask' },
      { type: 'CREDIT_CARD', look: 'mask' },
      { type: 'EMPLOYEE', rule: 'emp', look: 'text', text: '<<EMPLOYEE>>' },
    ];
    expect(split('by <<EMPLOYEE>> at ****@corp.io with ************1111.', marks)).toEqual([
      'by ',
      '<EMPLOYEE>',
      ' at ',
      '<EMAIL>',
      ' with ',
      '<CREDIT_CARD>',
      '.',
    ]);
    expect(explainMark(marks[2]!)).toBe('EMPLOYEE redacted by the rule “emp”');
    expect(explainMark({ type: 'PHONE', look: 'pseudonym' })).toBe(
      'Phone redacted by the built-in rule PHONE; the same value always has this token',
    );
    // As Privacy calls them.
    expect(countedName({ type: 'EMAIL', rule: 'EMAIL' })).toBe('E-mail');
    expect(countedName({ type: 'EMPLOYEE', rule: 'emp' })).toBe('EMPLOYEE (rule emp)');
    expect(countedName({ type: 'REDACTED', rule: 'REDACTED' })).toBe('Masked value');
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
