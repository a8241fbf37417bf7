import zlib from 'node:zlib';
import { jsonToProtobuf } from '../../src/main/collector/otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS, type Signal } from '../../src/main/collector/otlp/types.ts';
import type { BodyFormat, ContentCoding } from '../../src/main/collector/ingest/types.ts';
import type { Random } from './malformed-random.ts';

/** A broken request, and what its answer must be where that is known beforehand. */
export interface MalformedBody {
  readonly signal: Signal;
  readonly format: BodyFormat;
  readonly coding: ContentCoding;
  readonly body: Uint8Array;
  /** What was done to it, for the message of a failing test. */
  readonly how: string;
  /** `refused`: must not be taken; `any`: may hold something usable. */
  readonly expected: 'refused' | 'any';
}

const attributes = [
  { key: 'text', value: { stringValue: 'grüße 🙂 text' } },
  { key: 'int', value: { intValue: '-42' } },
  { key: 'list', value: { arrayValue: { values: [{ doubleValue: 1.5 }, { boolValue: true }] } } },
  { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { bytesValue: 'AAEC' } }] } } },
  { key: 'gen_ai.usage.input_tokens', value: { intValue: 12 } },
  { key: 'gen_ai.input.messages', value: { stringValue: '[{"role":"user"}]' } },
];
const time = '1750000000000000000';
const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };

const REQUESTS: Readonly<Record<Signal, object>> = {
  traces: {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            scope: { name: 'lib', version: '1' },
            spans: [
              {
                ...ids,
                parentSpanId: 'eee19b7ec3c1b173',
                name: 'GET /cart',
                kind: 2,
                startTimeUnixNano: time,
                endTimeUnixNano: time,
                attributes,
                events: [{ name: 'e', timeUnixNano: time, attributes }],
                links: [{ ...ids, attributes }],
                status: { code: 2, message: 'no' },
              },
            ],
          },
        ],
      },
    ],
  },
  logs: {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            logRecords: [
              {
                ...ids,
                timeUnixNano: time,
                severityNumber: 9,
                body: attributes[3]!.value,
                attributes,
              },
            ],
          },
        ],
      },
    ],
  },
  metrics: {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'm',
                gauge: { dataPoints: [{ timeUnixNano: time, asDouble: 1.5, attributes }] },
              },
              {
                name: 'h',
                histogram: {
                  aggregationTemporality: 2,
                  dataPoints: [
                    {
                      timeUnixNano: time,
                      count: '3',
                      bucketCounts: ['1', '2'],
                      explicitBounds: [1],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  },
};

const SIGNALS = Object.keys(REQUESTS) as Signal[];
const JSON_TEXT = new Map(SIGNALS.map((signal) => [signal, JSON.stringify(REQUESTS[signal])]));
const PROTOBUF = new Map(
  SIGNALS.map((signal) => [
    signal,
    jsonToProtobuf(signal, JSON_TEXT.get(signal)!, DEFAULT_DECODE_LIMITS).body,
  ]),
);

/** A whole request of a signal, to stand beside the broken ones. */
export function wholeBody(signal: Signal, format: BodyFormat): Uint8Array {
  return format === 'json' ? Buffer.from(JSON_TEXT.get(signal)!) : PROTOBUF.get(signal)!;
}

/** The next broken request of the generator. */
export function malformedBody(random: Random): MalformedBody {
  const signal = random.pick(SIGNALS);
  const format = random.pick(['protobuf', 'json'] as const);
  const broken = format === 'json' ? breakJson(random, signal) : breakProtobuf(random, signal);
  const coding = random.pick(['identity', 'identity', 'gzip', 'deflate', 'zstd'] as const);
  const packed = { signal, format, coding, ...broken };
  return coding === 'identity' ? packed : breakCompressed(random, packed, coding);
}

type Broken = Pick<MalformedBody, 'body' | 'how' | 'expected'>;

function breakProtobuf(random: Random, signal: Signal): Broken {
  const whole = PROTOBUF.get(signal)!;
  const body = new Uint8Array(whole);
  const at = random.below(body.length);
  switch (random.below(7)) {
    case 0:
      // One field holds everything, so every true prefix breaks its framing.
      return {
        body: body.subarray(0, 1 + random.below(body.length - 1)),
        how: 'cut',
        expected: 'refused',
      };
    case 1:
      for (let i = random.below(8); i >= 0; i--)
        body[random.below(body.length)]! ^= 1 << random.below(8);
      return { body, how: 'bits flipped', expected: 'any' };
    case 2:
      return { body: random.bytes(random.below(300)), how: 'random bytes', expected: 'any' };
    case 3:
      return {
        body: splice(body, at, random.bytes(1 + random.below(16))),
        how: 'bytes put in',
        expected: 'any',
      };
    case 4:
      body.fill(random.pick([0, 0x7f, 0x80, 0xff]), at, at + 1 + random.below(12));
      return { body, how: 'bytes overwritten', expected: 'any' };
    case 5: {
      const part = body.subarray(at, at + random.below(64));
      return {
        body: splice(body, random.below(body.length), part),
        how: 'part repeated',
        expected: 'any',
      };
    }
    default:
      return { body: nestedValue(1 + random.below(400)), how: 'deep nesting', expected: 'any' };
  }
}

/** A delimited field; content below 16 KiB. */
function wrap(field: number, content: Uint8Array): Uint8Array {
  const size = content.length;
  const length = size < 128 ? [size] : [(size & 127) | 128, (size >> 7) & 127];
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), content]);
}

/** A span whose one attribute is an array in an array in an array ... */
function nestedValue(depth: number): Uint8Array {
  let value: Uint8Array = Uint8Array.of(0x18, 1);
  for (let i = 0; i < depth; i++) value = wrap(5, wrap(1, value));
  const keyed = Buffer.concat([wrap(1, Buffer.from('deep')), wrap(2, value)]);
  const named = [wrap(1, Buffer.alloc(16, 7)), wrap(2, Buffer.alloc(8, 7)), wrap(9, keyed)];
  return wrap(1, wrap(2, wrap(2, Buffer.concat(named))));
}

const JSON_PIECES = [
  'null',
  '[]',
  '{}',
  '""',
  '-1',
  '1e999',
  '99999999999999999999999',
  'true',
  '"\\ud800"',
  '"\\u0000"',
  '"zz"',
  '[[[[',
  '}',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '{"a":{"a":{"a":',
  'NaN',
  '\u0000',
  '\ufeff',
  '/*x*/',
] as const;

function breakJson(random: Random, signal: Signal): Broken {
  const text = JSON_TEXT.get(signal)!;
  const at = random.below(text.length);
  const to = at + 1 + random.below(20);
  switch (random.below(6)) {
    case 0:
      return {
        body: Buffer.from(text.slice(0, 1 + random.below(text.length - 1))),
        how: 'cut',
        expected: 'refused',
      };
    case 1:
      return {
        body: Buffer.from(text.slice(0, at) + text.slice(to)),
        how: 'characters left out',
        expected: 'any',
      };
    case 2:
      return {
        body: Buffer.from(text.slice(0, at) + random.pick(JSON_PIECES) + text.slice(at)),
        how: 'piece put in',
        expected: 'any',
      };
    case 3: {
      // The value of a random key becomes one of another type.
      const keys = [...text.matchAll(/":("[^"]*"|-?[\d.]+|true)/g)];
      const found = random.pick(keys);
      const start = found.index + 2;
      const swapped =
        text.slice(0, start) + random.pick(JSON_PIECES) + text.slice(start + found[1]!.length);
      return { body: Buffer.from(swapped), how: 'value of another type', expected: 'any' };
    }
    case 4: {
      const depth = 1 + random.below(random.below(20) === 0 ? 3000 : 100);
      const deep = `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
      return {
        body: Buffer.from(text.replace('{"intValue":"-42"}', deep)),
        how: 'deep nesting',
        expected: 'any',
      };
    }
    default: {
      const body = Buffer.from(text);
      for (let i = random.below(6); i >= 0; i--)
        body[random.below(body.length)] = random.below(256);
      return { body, how: 'bytes replaced', expected: 'any' };
    }
  }
}

function breakCompressed(
  random: Random,
  inner: MalformedBody,
  coding: Exclude<ContentCoding, 'identity'>,
): MalformedBody {
  const body = pack(inner.body, coding);
  switch (random.below(4)) {
    case 0:
      return {
        ...inner,
        body: body.subarray(0, random.below(body.length - 8)),
        how: `${coding} cut`,
        expected: 'refused',
      };
    case 1:
      body[random.below(body.length)]! ^= 1 << random.below(8);
      return { ...inner, body, how: `${coding} bit flipped over ${inner.how}`, expected: 'any' };
    case 2:
      return {
        ...inner,
        body: random.bytes(1 + random.below(200)),
        how: `${coding} of nothing`,
        expected: 'any',
      };
    default:
      return { ...inner, body, how: `${coding} of ${inner.how}` };
  }
}

function pack(body: Uint8Array, coding: Exclude<ContentCoding, 'identity'>): Uint8Array {
  if (coding === 'gzip') return zlib.gzipSync(body, { level: 1 });
  return coding === 'deflate' ? zlib.deflateSync(body, { level: 1 }) : zlib.zstdCompressSync(body);
}

function splice(body: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  return Buffer.concat([body.subarray(0, at), part, body.subarray(at)]);
}
