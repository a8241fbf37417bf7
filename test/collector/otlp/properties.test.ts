import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeLogRecord,
  decodeResource,
  decodeSpan,
} from '../../../src/main/collector/otlp/decode-detail.ts';
import { decodeLogs } from '../../../src/main/collector/otlp/decode-logs.ts';
import { decodeMetrics } from '../../../src/main/collector/otlp/decode-metrics.ts';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { requestToJson } from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { REQUESTS } from '../../../src/main/collector/otlp/schema-requests.ts';
import { DEFAULT_DECODE_LIMITS } from '../../../src/main/collector/otlp/types.ts';
import { MalformedError } from '../../../src/main/collector/otlp/wire.ts';
import { messageArbitrary } from './arbitrary.ts';
import { OPTIONS, request, spanBody } from './build.ts';

const DECODERS = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics };
const SIGNALS = ['traces', 'logs', 'metrics'] as const;

/** Runs `read`, letting pass what malformed input may throw. */
function survives(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedError);
  }
}

describe.each(SIGNALS)('%s', (signal) => {
  const documents = messageArbitrary(REQUESTS[signal]);

  it('survive JSON -> protobuf -> JSON', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const sent = jsonToProtobuf(signal, JSON.stringify(document), DEFAULT_DECODE_LIMITS);
        expect(sent).toMatchObject({ rejected: 0, quirks: [] });
        expect(requestToJson(signal, sent.body)).toEqual(document);
      }),
      { numRuns: 150 },
    );
  });

  it('never throw anything but MalformedError on mutated or cut bodies', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(documents, damage, fc.nat(), (document, bytes, cut) => {
        const { body } = jsonToProtobuf(signal, JSON.stringify(document), DEFAULT_DECODE_LIMITS);
        const broken = Buffer.from(body);
        for (const [at, value] of bytes) if (broken.length > 0) broken[at % broken.length] = value;
        for (const input of [broken, broken.subarray(0, cut % (broken.length + 1))]) {
          survives(() => {
            const batch = DECODERS[signal](input, OPTIONS);
            for (const { bytes: record } of batch.records) {
              if (signal === 'traces') survives(() => decodeSpan(record));
              if (signal === 'logs') survives(() => decodeLogRecord(record));
            }
            for (const resource of batch.resources) survives(() => decodeResource(resource.bytes));
          });
          survives(() => requestToJson(signal, input));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never throw anything but MalformedError on noise and cut JSON', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        documents,
        fc.nat(),
        (noise, document, cut) => {
          survives(() => DECODERS[signal](noise, OPTIONS));
          survives(() => requestToJson(signal, noise));
          const text = JSON.stringify(document);
          survives(() =>
            jsonToProtobuf(signal, text.slice(0, cut % text.length), DEFAULT_DECODE_LIMITS),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('accept any JSON value in any place, or refuse it as malformed', () => {
    fc.assert(
      fc.property(documents, fc.jsonValue(), fc.nat(), (document, value, place) => {
        let total = 0;
        JSON.stringify(document, (_key, inner: unknown) => {
          total++;
          return inner;
        });
        let at = 0;
        const text = JSON.stringify(document, (_key, inner: unknown) =>
          at++ === place % total ? value : inner,
        );
        survives(() => {
          const { body } = jsonToProtobuf(signal, text, DEFAULT_DECODE_LIMITS);
          DECODERS[signal](body, OPTIONS);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('bombs', () => {
  it('end a million-fold nesting of messages, groups and JSON quickly', () => {
    const groups = Buffer.alloc(1_000_000, 0x0b);
    expect(() => decodeTraces(groups, OPTIONS)).toThrow(/groups nested deeper/);
    let value: Buffer = Buffer.alloc(0);
    for (let level = 0; level < 2000; level++) value = wrap(0x2a, wrap(0x0a, value));
    const span = spanBody((writer) => writer.bytesField(9, wrap(0x12, value)));
    expect(decodeTraces(request([span]), OPTIONS).reasons[0]).toMatch(/nests deeper/);
    expect(() => decodeSpan(span)).toThrow(MalformedError);
    const open = '{"resourceSpans":'.concat('['.repeat(1_000_000));
    expect(() => jsonToProtobuf('traces', open, DEFAULT_DECODE_LIMITS)).toThrow(/ends too early/);
    const deep = `{"resourceSpans":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(() => jsonToProtobuf('traces', deep, DEFAULT_DECODE_LIMITS)).toThrow(
      /resourceSpans\[0\]: must be an object/,
    );
  });

  it('count millions of empty spans without keeping them', () => {
    const scope = Buffer.alloc(4_000_000);
    for (let at = 0; at < scope.length; at += 2) scope[at] = 0x12;
    const batch = decodeTraces(wrap(0x0a, wrap(0x12, scope)), OPTIONS);
    expect(batch).toMatchObject({ records: [], resources: [], rejected: 2_000_000 });
  });

  it('stop at a varint that never ends', () => {
    expect(() => decodeTraces(Buffer.alloc(64, 0xff), OPTIONS)).toThrow(/varint/);
  });
});

function wrap(tag: number, content: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = content.length; ; rest >>>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
