import {
  array,
  assert,
  constantFrom,
  letrec,
  oneof,
  property,
  record,
  string,
  subarray,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeLogRecord,
  decodeResource,
  decodeScope,
  decodeSpan,
} from '../../../src/main/collector/otlp/decode-detail.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import {
  messageToJson,
  type JsonObject,
  type MessageKind,
} from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { DEFAULT_DECODE_LIMITS, type Signal } from '../../../src/main/collector/otlp/types.ts';
import { WireReader } from '../../../src/main/collector/otlp/wire.ts';
import type { HiddenAttributes } from '../../../src/main/collector/visibility/hidden-attributes.ts';
import { Rewriter } from '../../../src/main/collector/visibility/rewriter.ts';
import { ATTRIBUTE_SCOPES, HIDDEN_VALUE, MATCH_KINDS } from '../../../src/shared/visibility.ts';
import { hideInJson } from './plain-model.ts';

const SECRET = 'S3cret';
const KEYS = ['a', 'b', 'a.b', 'user', 'email', 'content', 'gen_ai.prompt', 'input.value', 'é', ''];
const key = constantFrom(...KEYS);

const { value } = letrec<{ value: JsonObject }>((tie) => ({
  value: oneof(
    { maxDepth: 4, withCrossShrink: true },
    string({ maxLength: 5 }).map((text) => ({ stringValue: `${SECRET}${text}` })),
    constantFrom<JsonObject>({ intValue: '7' }, { boolValue: true }, { doubleValue: 1.5 }, {}),
    array(tie('value'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    array(record({ key, value: tie('value') }), { maxLength: 3 }).map((values) => ({
      kvlistValue: { values },
    })),
  ),
})) as { value: Arbitrary<JsonObject> };
const attributes = array(record({ key, value }), { maxLength: 4 }) as Arbitrary<JsonObject[]>;
const eventName = constantFrom('gen_ai.user.message', 'exception', '');

const RECORDS: Readonly<Record<MessageKind, Arbitrary<JsonObject>>> = {
  resource: record({ attributes }),
  scope: record({ attributes }).map((fields) => ({ name: 'lib', ...fields })),
  span: record({
    attributes,
    events: array(record({ name: eventName, attributes }), { maxLength: 2 }),
    links: array(record({ attributes }), { maxLength: 2 }),
  }).map((fields) => ({ name: 'span', status: { code: 2, message: 'failed' }, ...fields })),
  log: record({ eventName, attributes, body: value }),
  metric: oneof(
    ...['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'].map((kind) =>
      record({ metadata: attributes, attributes, filteredAttributes: attributes }).map(
        ({ metadata, filteredAttributes, ...point }): JsonObject => ({
          name: 'm',
          metadata,
          [kind]: {
            dataPoints: [
              { ...point, ...(kind === 'summary' ? {} : { exemplars: [{ filteredAttributes }] }) },
            ],
          },
        }),
      ),
    ),
  ),
};
const KINDS = Object.keys(RECORDS) as MessageKind[];

const rule = record({
  pattern: oneof(
    key.filter((text) => text !== ''),
    constantFrom('*', '*email', '?', 'a*b', 'user.*', 'user.0.email', 'body', 'body.*', '*.*'),
  ),
  match: constantFrom(...MATCH_KINDS),
  scopes: subarray([...ATTRIBUTE_SCOPES], { minLength: 1 }),
  verdict: constantFrom('seen', 'value', 'key' as const),
});
const hiddenBy = array(rule, { minLength: 1, maxLength: 4 }).map(
  (rules): HiddenAttributes => ({ rules }) as HiddenAttributes,
);

/** The protobuf body of a record, made from its OTLP/JSON by the collector's own codec. */
function encode(kind: MessageKind, fields: JsonObject): Uint8Array {
  const [signal, request]: readonly [Signal, JsonObject] = {
    resource: ['traces', { resourceSpans: [{ resource: fields }] }],
    scope: ['traces', { resourceSpans: [{ scopeSpans: [{ scope: fields }] }] }],
    span: ['traces', { resourceSpans: [{ scopeSpans: [{ spans: [fields] }] }] }],
    log: ['logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [fields] }] }] }],
    metric: ['metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [fields] }] }] }],
  }[kind] as [Signal, JsonObject];
  const { body } = jsonToProtobuf(signal, JSON.stringify(request), DEFAULT_DECODE_LIMITS);
  let bytes = body;
  const path = { resource: [1, 1], scope: [1, 2, 1] }[kind as 'scope'] ?? [1, 2, 2];
  for (const field of path) bytes = fieldOf(bytes, field);
  return bytes;
}

/** Content of the first field with this number. */
function fieldOf(body: Uint8Array, field: number): Uint8Array {
  const reader = new WireReader(Buffer.from(body));
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if (tag !== ((field << 3) | 2)) reader.skip(tag);
    else {
      const end = reader.delimitedEnd();
      return reader.buffer.subarray(reader.position, end);
    }
  }
  return new Uint8Array(0);
}

const DECODERS: Partial<Record<MessageKind, (body: Uint8Array) => unknown>> = {
  resource: decodeResource,
  scope: decodeScope,
  span: decodeSpan,
  log: decodeLogRecord,
};

const clean = (json: JsonObject): JsonObject => JSON.parse(JSON.stringify(json)) as JsonObject;

describe.each(KINDS)('a rewritten %s', (kind) => {
  it('is what a plain model makes of its JSON, and decodes', () => {
    assert(
      property(RECORDS[kind], hiddenBy, (fields, hidden) => {
        const body = encode(kind, fields);
        const rewritten = new Rewriter(hidden).rewrite(kind, body);
        const before = messageToJson(kind, body);
        expect(messageToJson(kind, rewritten)).toEqual(clean(hideInJson(hidden, kind, before)));
        DECODERS[kind]?.(rewritten);
      }),
      { numRuns: 300 },
    );
  });
  it('is the same bytes where no rule is about anything in it', () => {
    assert(
      property(RECORDS[kind], rule, (fields, about) => {
        const body = encode(kind, fields);
        const rules = [{ ...about, pattern: 'zzz', match: 'prefix' }] as const;
        expect(new Rewriter({ rules }).rewrite(kind, body)).toBe(body);
        const seen = [{ ...about, pattern: '*', match: 'glob', verdict: 'seen' }] as const;
        expect(new Rewriter({ rules: seen }).rewrite(kind, body)).toBe(body);
      }),
    );
  });

  it('holds no value where everything is hidden', () => {
    assert(
      property(RECORDS[kind], constantFrom('value', 'key' as const), (fields, verdict) => {
        const rules = [{ pattern: '*', match: 'glob', scopes: ATTRIBUTE_SCOPES, verdict }] as const;
        const rewritten = new Rewriter({ rules } as HiddenAttributes).rewrite(
          kind,
          encode(kind, fields),
        );
        expect(Buffer.from(rewritten).includes(SECRET)).toBe(false);
      }),
    );
  });
});

const body = (attributes: JsonObject[]) => encode('span', { name: 'span', attributes });
const text = (value: string): JsonObject => ({ stringValue: value });
const field = (tag: number, content: Uint8Array) => Buffer.from([tag, content.length, ...content]);
const hide = (pattern: string, verdict: 'value' | 'key' = 'value'): HiddenAttributes => ({
  rules: [{ pattern, match: 'exact', scopes: ['span', 'resource'], verdict }],
});
const shown = (hidden: HiddenAttributes, bytes: Uint8Array) =>
  decodeSpan(new Rewriter(hidden).rewrite('span', bytes)).attributes;

it('hides a key that is sent twice twice', () => {
  const twice = body([
    { key: 'a', value: text('one') },
    { key: 'a', value: text('two') },
  ]);
  const marker = { type: 'string', value: HIDDEN_VALUE };
  expect(shown(hide('a'), twice).map(({ value }) => value)).toEqual([marker, marker]);
});

it('tells where values were hidden, by their places in what is left', () => {
  const paths: string[] = [];
  const inner = {
    kvlistValue: {
      values: [
        { key: 'x', value: text('1') },
        { key: 'b', value: text('2') },
      ],
    },
  };
  const rules = [
    { pattern: 'gone', match: 'exact', scopes: ['span'], verdict: 'key' },
    { pattern: 'b', match: 'exact', scopes: ['span'], verdict: 'value' },
    { pattern: 'c.b', match: 'exact', scopes: ['span'], verdict: 'value' },
  ] as const;
  new Rewriter({ rules }, { hidden: (path) => void paths.push(path) }).rewrite(
    'span',
    body([
      { key: 'gone', value: text('0') },
      { key: 'b', value: text('1') },
      { key: 'c', value: inner },
    ]),
  );
  expect(paths).toEqual(['attributes/0', 'attributes/1/1']);
});

it('leaves nothing of fields that a sender wrote twice or in another order', () => {
  // KeyValue { value: "first", key: "a", value: "second", key: "a" }
  const string = (value: string) => field(0x0a, Buffer.from(value));
  const odd = field(
    0x4a,
    Buffer.concat([
      field(0x12, string('first')),
      string('a'),
      field(0x12, string('second')),
      string('a'),
    ]),
  );
  const rewritten = Buffer.from(new Rewriter(hide('a')).rewrite('span', odd));
  expect(rewritten.includes('first') || rewritten.includes('second')).toBe(false);
  expect(shown(hide('a'), odd)).toEqual([
    { key: 'a', value: { type: 'string', value: HIDDEN_VALUE } },
  ]);
});

it('gives nothing of a record that cannot be read', () => {
  const damaged = Buffer.concat([
    Buffer.from(body([{ key: 'a', value: text('one') }])),
    Buffer.from([0x4a, 0x7f]),
  ]);
  expect(new Rewriter(hide('b')).rewrite('span', damaged)).toHaveLength(0);
});

it('names hidden keys in no entity either', () => {
  const resource = encode('resource', {
    attributes: [{ key: 'host.id', value: text('h') }],
    entityRefs: [{ type: 'host', idKeys: ['host.id', 'other'] }],
  });
  const json = messageToJson(
    'resource',
    new Rewriter(hide('host.id', 'key')).rewrite('resource', resource),
  );
  expect(json).toEqual({ entityRefs: [{ type: 'host', idKeys: ['other'] }] });
});
