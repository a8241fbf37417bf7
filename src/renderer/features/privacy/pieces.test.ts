import { expect, it } from 'vitest';
import { piecesAfter, piecesBefore } from './pieces.ts';

const hit = (start: number, end: number) => ({ start, end, type: 'EMAIL', rule: 'email' });
const shown = (pieces: ReturnType<typeof piecesBefore>) =>
  pieces.map(({ text, hit: found }) => (found ? `<${text}>` : text)).join('');

it('cuts a text at what was found', () => {
  expect(shown(piecesBefore('to a@b.io, c@d.io', [hit(3, 9), hit(11, 17)]))).toBe(
    'to <a@b.io>, <c@d.io>',
  );
  expect(shown(piecesBefore('', []))).toBe('');
});

it.each([
  ['to a@b.io, c@d.io', 'to [EMAIL], [EMAIL]', [hit(3, 9), hit(11, 17)], 'to <[EMAIL]>, <[EMAIL]>'],
  ['a@b.io', '', [hit(0, 6)], '<>'],
  ['a@b.io!', '!', [hit(0, 6)], '<>!'],
  ['{"n":17}', '{"n":"[N]"}', [hit(5, 7)], '{"n":<"[N]">}'],
  ['x a@b.io', '[REDACTION_FAILED]', [hit(2, 8)], '[REDACTION_FAILED]'],
  ['plain', 'plain', [], 'plain'],
])('finds in %j what became %j', (before, after, hits, expected) => {
  expect(shown(piecesAfter(before, after, hits))).toBe(expected);
});
