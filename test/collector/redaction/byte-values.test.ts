import { beforeAll, expect, test } from 'vitest';
import { redactByteValue } from '../../../src/main/collector/redaction/byte-value.ts';
import { createRedactor, loadRedaction } from '../../../src/main/collector/redaction/redact.ts';
import { TextRedactor } from '../../../src/main/collector/redaction/text-redactor.ts';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { policy } from './policies.ts';

beforeAll(loadRedaction);

const TEXT = 'Grüße an ada@corp.io, Karte 4111 1111 1111 1111';
const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();
const utf32 = (text: string, isLittle: boolean) => {
  const bytes = Buffer.alloc(text.length * 4);
  [...text].forEach((character, i) => {
    const code = character.charCodeAt(0);
    if (isLittle) bytes.writeUInt32LE(code, i * 4);
    else bytes.writeUInt32BE(code, i * 4);
  });
  return bytes;
};
const NOISE = Buffer.from([0x80, 0x00, 0x07, 0x80, 0xfe, 0x00, 0x00]);
const END = Buffer.from([0x07, 0xff, 0x00, 0x80]);

/** Readings of a text, each with its way back. */
const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'Latin-1': (text) => Buffer.from(text, 'latin1'),
  'UTF-16LE': utf16le,
  'UTF-16BE': utf16be,
  'UTF-16LE with a byte order mark': (text) => utf16le(`\ufeff${text}`),
  'UTF-32LE': (text) => utf32(text, true),
  'UTF-32BE': (text) => utf32(text, false),
  'JSON in UTF-16': (text) => utf16le(JSON.stringify({ note: [text] })),
};

const redact = (bytes: Buffer, mode: 'on' | 'detect' = 'on') => {
  const text = new TextRedactor(policy({ mode }));
  return redactByteValue(bytes, (value) => text.redactSafely(value, 'raw'));
};

test.each(Object.entries(ENCODINGS))('text of bytes is redacted: %s', (_name, encode) => {
  const bytes = encode(TEXT);
  const wanted = encode('Grüße an [EMAIL], Karte [CREDIT_CARD]');
  const { bytes: after, hits } = redact(bytes);
  expect(after.toString('hex')).toBe(wanted.toString('hex'));
  expect(hits.map(({ type }) => type)).toEqual(['EMAIL', 'CREDIT_CARD']);
  // Again, it stays; only counted, the very same bytes stay.
  expect(redact(after).bytes).toBe(after);
  const detected = redact(bytes, 'detect');
  expect([detected.bytes, detected.hits.length]).toEqual([bytes, 2]);
  // Wherever it begins.
  const within = redact(Buffer.concat([NOISE, bytes, END])).bytes;
  for (const value of ['corp.io', '1111 1111']) {
    const forms = Object.values(ENCODINGS).map((form) => form(value));
    expect(forms.some((form) => within.includes(form))).toBe(false);
  }
  expect(within.includes(encode('[EMAIL]').subarray(-7))).toBe(true);
});

test('bytes that are no text stay, and long ones take no longer than their length', () => {
  const random = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251));
  expect(redact(random).bytes).toBe(random);
  const zeros = Buffer.alloc(1_000_000);
  expect(redact(zeros).bytes).toBe(zeros);
  const striped = utf16le('a\u0001'.repeat(250_000));
  expect(redact(striped).bytes).toBe(striped);
});

test('what is removed leaves the rest in step', () => {
  const text = new TextRedactor(policy({ types: { EMAIL: { kind: 'remove' } } }));
  const value = 'жada@corp.ioжж';
  const after = (bytes: Buffer) =>
    redactByteValue(bytes, (part) => text.redactSafely(part, 'raw')).bytes;
  expect(after(utf16le(value)).toString('utf16le')).toBe('ж жж');
  // Of the other order a neighbor may go with it, never a part of the value stay.
  expect(after(utf16be(value)).toString('latin1')).not.toMatch(/[acdiop]/);
});

test('an attribute of a span whose value is UTF-16 goes through it', () => {
  const value = new WireWriter();
  value.bytesField(7, utf16le('ada@corp.io'));
  const attribute = new WireWriter();
  attribute.stringField(1, 'raw');
  attribute.bytesField(2, value.finish());
  const span = new WireWriter();
  span.bytesField(9, attribute.finish());
  const out = Buffer.from(createRedactor(policy()).redact('span', span.finish()));
  expect(out.includes(utf16le('corp'))).toBe(false);
  expect(out.includes(utf16le('[EMAIL]').subarray(0, 13))).toBe(true);
});
