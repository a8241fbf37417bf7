import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeReason, encodeReason, MAX_REASON, Reason, reasonHeaders } from './reason.ts';

describe('a reason', () => {
  it('comes out of a header as it went in, whatever its characters', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        const header = encodeReason(text);
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(decodeReason(header)).toBe(text.replaceAll(/\p{Cs}/gu, '\u{fffd}'));
      }),
    );
  });

  it('may be plain text, as typed behind curl', () => {
    expect(decodeReason('100% sure, ticket 12')).toBe('100% sure, ticket 12');
    expect(decodeReason(Buffer.from('Prüfung für Zoë', 'utf8').toString('latin1'))).toBe(
      'Prüfung für Zoë',
    );
    expect(decodeReason('\u{fc}ber')).toBe('über');
    expect(decodeReason("UTF-8''50%")).toBe("UTF-8''50%");
    expect(decodeReason(undefined)).toBeUndefined();
    expect(reasonHeaders({ reason: '  ' })).toEqual({});
  });

  it.each([
    'two\nlines',
    'a\u{0}b',
    'bell\u{7}',
    'turned \u{202e}round',
    'zero\u{200b}width',
    'two\u{2028}lines',
  ])('has no control characters: %j', (text) => expect(Reason.safeParse(text).success).toBe(false));

  it('is limited in length', () => {
    expect(Reason.parse(` ${'x'.repeat(MAX_REASON)} `)).toHaveLength(MAX_REASON);
    expect(Reason.safeParse('x'.repeat(MAX_REASON + 1)).success).toBe(false);
  });
});
