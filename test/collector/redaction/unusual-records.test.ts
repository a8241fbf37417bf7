import { beforeAll, expect, test } from 'vitest';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { createRedactor, loadRedaction } from '../../../src/main/collector/redaction/redact.ts';
import { policy } from './policies.ts';

beforeAll(loadRedaction);

const ADDRESS = 'ada@corp.io';
const CARD = '4111111111111111';
const IDS = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };

function any(value: string): Uint8Array {
  const writer = new WireWriter();
  writer.stringField(1, value);
  return writer.finish();
}

test('what is hidden in unusual encodings goes too', () => {
  const attribute = new WireWriter();
  attribute.stringField(1, 'k');
  // Of a field given twice the last one counts; the first stays in the bytes.
  attribute.bytesField(2, any(ADDRESS));
  attribute.bytesField(2, any('harmless'));
  attribute.stringField(9, `unknown ${ADDRESS}`);
  const span = new WireWriter();
  span.hexField(1, IDS.traceId);
  span.hexField(2, IDS.spanId);
  span.bytesField(9, attribute.finish());
  span.stringField(77, `also unknown: ${ADDRESS}`);
  span.stringField(78, 'kept');
  const out = Buffer.from(createRedactor(policy()).redact('span', span.finish())).toString();
  expect(out).not.toContain('corp.io');
  expect(out).toContain('harmless');
  expect(out).toContain('kept');
});

/** A message of one field, and of those that are needed to tell it. */
function message(field: number, content: Uint8Array | string, head = new WireWriter()): Uint8Array {
  head.bytesField(field, Buffer.from(content));
  return head.finish();
}

function spanHead(): WireWriter {
  const head = new WireWriter();
  head.hexField(1, IDS.traceId);
  head.hexField(2, IDS.spanId);
  return head;
}

const exemplar = (field: number) => message(5, message(1, message(5, message(field, ADDRESS))));

test.each([
  ['parent', 'span', message(4, ADDRESS, spanHead())],
  ['trace that is said twice', 'span', message(1, ADDRESS, spanHead())],
  ['linked trace', 'span', message(13, message(1, ADDRESS), spanHead())],
  ['linked span', 'span', message(13, message(2, ADDRESS), spanHead())],
  ['trace of a log record', 'log', message(9, ADDRESS)],
  ['span of a log record', 'log', message(10, ADDRESS)],
  ['span of an exemplar', 'metric', exemplar(4)],
  ['trace of an exemplar', 'metric', exemplar(5)],
  [
    'buckets of a later version',
    'metric',
    message(10, message(1, message(8, message(9, ADDRESS)))),
  ],
  [
    'quantiles of a later version',
    'metric',
    message(11, message(1, message(6, message(9, ADDRESS)))),
  ],
] as const)(
  'text in the bytes of an identifier or of numbers is no identifier: %s',
  (_, kind, body) => {
    const redactor = createRedactor(policy());
    expect(Buffer.from(redactor.redact(kind, body)).toString()).not.toContain('corp.io');
    expect(redactor.takeCounts()).toMatchObject([
      { type: 'EMAIL', key: 'unknown field', count: 1 },
    ]);
  },
);

/** Says that more bytes come than do. */
const cut = (tag: number) => Buffer.concat([Buffer.from([tag, 0x7f]), Buffer.from(ADDRESS)]);

function keyed(value: Uint8Array): Uint8Array {
  const head = new WireWriter();
  head.stringField(1, 'k');
  return message(2, value, head);
}

/** Maps in maps, with the value in the innermost. */
function nested(levels: number): Uint8Array {
  let value = any(ADDRESS);
  for (let level = 0; level < levels; level++) value = message(6, message(1, keyed(value)));
  return value;
}

test.each([
  ['an attribute', 'span', message(9, cut(0x0a), spanHead()), 'attribute'],
  ['an event', 'span', message(11, cut(0x12), spanHead()), 'message'],
  ['a list', 'span', message(9, keyed(message(5, cut(0x0a))), spanHead()), 'k'],
  ['a map', 'span', message(9, keyed(message(6, cut(0x0a))), spanHead()), 'k'],
  ['a body', 'log', message(5, cut(0x0a)), 'body'],
  ['a value of a list', 'log', message(5, message(5, message(1, cut(0x0a)))), 'body'],
  ['a value in too many maps', 'log', message(5, nested(50)), 'deep value'],
] as const)('what cannot be examined is not stored, and counted: %s', (_, kind, body, key) => {
  const redactor = createRedactor(policy());
  expect(Buffer.from(redactor.redact(kind, body)).toString()).not.toContain('corp.io');
  expect(redactor.takeCounts()).toMatchObject([
    { type: 'REDACTION_FAILED', rule: 'malformed', key: expect.stringMatching(key), count: 1 },
  ]);
  // What comes next is examined as ever.
  const next = redactor.redact('span', message(9, keyed(any(ADDRESS)), spanHead()));
  expect(Buffer.from(next).toString()).toContain('[EMAIL]');
});

test('a field of a later version goes for what is in the messages, attributes and wide texts of it', () => {
  const card = `${CARD} of 50 characters, as the digit before it says`;
  const password = message(
    2,
    any('hunter2'),
    (() => {
      const key = new WireWriter();
      key.stringField(1, 'password');
      return key;
    })(),
  );
  const { redact } = createRedactor(policy());
  for (const content of [message(1, card), password, message(3, password)]) {
    const out = Buffer.from(redact('span', message(99, content, spanHead()))).toString();
    expect(out).not.toMatch(/4111|hunter2/);
  }
  const wide = message(99, Buffer.from(`to ${ADDRESS}`, 'utf16le'), spanHead());
  expect(redact('span', wide)).toHaveLength(28);
  const plain = message(99, message(1, message(1, 'plain text')), spanHead());
  expect(redact('span', plain)).toBe(plain);
  // Of too many parts to look at each.
  const parts = new WireWriter();
  for (let part = 0; part < 11_000; part++) parts.stringField(1, 'plain text');
  expect(redact('span', message(99, parts.finish(), spanHead()))).toHaveLength(28);
});
