import { describe, expect, it } from 'vitest';
import type { ImportReport } from './contract/transfer.ts';
import { importPieces } from './import-pieces.ts';

const NOTHING: ImportReport = { accepted: 0, duplicates: 0, rejected: 0, reasons: [] };

async function pieces(text: string, step: number): Promise<{ texts: string[]; lines: number[] }> {
  const bytes = new TextEncoder().encode(text);
  const texts: string[] = [];
  const lines: number[] = [];
  await importPieces(
    async (start, length) =>
      bytes.subarray(start, Math.min(start + Math.min(step, length), bytes.length)),
    async (blob, firstLine) => {
      texts.push(await blob.text());
      lines.push(firstLine);
      return NOTHING;
    },
  );
  return { texts, lines };
}

describe('importPieces', () => {
  it.each([1, 5, 16, 1000])(
    'sends every byte once, cut between documents, reading %i at a time',
    async (step) => {
      const text = '{"a":1}\n{"b":\n[2,3]}\n\n{"c":"é"}\n{"open';
      const { texts, lines } = await pieces(text, step);
      expect(texts.join('')).toBe(text);
      for (const [index, line] of lines.entries()) {
        expect(line).toBe(texts.slice(0, index).join('').split('\n').length);
        const whole = texts[index]!.trim()
          .split(/\n(?=\{)/)
          .filter((part) => part.trim() !== '' && part !== '{"open');
        for (const part of whole) expect(() => JSON.parse(part)).not.toThrow();
      }
    },
  );

  it('adds up the reports and keeps each reason once', async () => {
    const bytes = new TextEncoder().encode('{}\n'.repeat(5));
    let calls = 0;
    const report = await importPieces(
      async (start) => bytes.subarray(start, start + 3),
      async (_blob, firstLine) => {
        calls += 1;
        return {
          accepted: 1,
          duplicates: 2,
          rejected: 3,
          reasons: [{ line: firstLine, reason: 'same' }],
        };
      },
    );
    expect(report).toEqual({
      accepted: calls,
      duplicates: 2 * calls,
      rejected: 3 * calls,
      reasons: [{ line: 1, reason: 'same' }],
    });
  });

  it('stops when told to', async () => {
    let sent = 0;
    await importPieces(
      async () => new TextEncoder().encode('{}\n'),
      async () => {
        sent += 1;
        return NOTHING;
      },
      () => sent < 3,
    );
    expect(sent).toBe(3);
  });
});
