import { expect, test } from 'vitest';
import { PII_TYPES } from '../../../src/main/collector/redaction/pii-type.ts';
import { sharedFilter } from '../../../src/main/collector/redaction/record-filter.ts';
import { Scan } from '../../../src/main/collector/redaction/scan.ts';
import { HARD_NEGATIVES, labelledTexts, MARKED } from './labelled-texts.ts';

const scan = new Scan();

test.each(HARD_NEGATIVES)('finds nothing in %s', (text) => {
  expect(scan.find(text)).toEqual([]);
});

test.each(MARKED)('finds all in $text', ({ text, values }) => {
  const hits = scan.find(text);
  expect(hits.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`)).toEqual(values);
  expect(sharedFilter()!.isCleanText(Buffer.from(text))).toBe(false);
});

test('finds nearly every made-up value of every kind, and nothing else', () => {
  const missed: string[] = [];
  const wrong: string[] = [];
  const texts = labelledTexts(3000);
  for (const { text, spans } of texts) {
    const hits = scan.find(text);
    for (const { start, end, type } of spans) {
      const hit = hits.find(
        (each) => each.type === type && each.start === start && each.end === end,
      );
      if (hit === undefined) missed.push(`${type} ${text}`);
    }
    for (const hit of hits) {
      if (!spans.some(({ start, end }) => hit.start < end && hit.end > start)) {
        wrong.push(`${hit.type} ${text}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(missed.length, missed.slice(0, 5).join('\n')).toBeLessThan(texts.length * 0.005);
});

test.each(PII_TYPES)('%s that is switched off is left alone', (off) => {
  const types = PII_TYPES.reduce((bits, type, bit) => (type === off ? bits : bits | (1 << bit)), 0);
  for (const { text } of labelledTexts(500)) {
    expect(scan.find(text, '', types).filter((hit) => hit.type === off)).toEqual([]);
  }
});
