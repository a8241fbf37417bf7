import { describe, expect, it } from 'vitest';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { encodeRequest } from '../../../src/main/collector/otlp/encode.ts';
import { MalformedError } from '../../../src/main/collector/otlp/wire.ts';
import type { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { idsOf } from '../../support/ids-of.ts';
import {
  body,
  decode,
  nestedArrays,
  OPTIONS,
  request,
  SPAN_ID,
  spanBody,
  stringAttribute,
  TRACE_ID,
} from './build.ts';

function time(writer: WireWriter, field: number, nanoseconds: bigint): void {
  writer.tag(field, 1);
  writer.fixed64(Number(nanoseconds & 0xffffffffn), Number(nanoseconds >> 32n));
}

/** Body of a Resource with one attribute. */
function resourceBody(key: string, value: string): Uint8Array {
  return body((writer) => writer.bytesField(1, stringAttribute(key, value)));
}

describe('decodeTraces', () => {
  it('reads an empty request as an empty batch', () => {
    expect(decodeTraces(new Uint8Array(0), OPTIONS)).toMatchObject({ records: [], rejected: 0 });
  });

  it('reads ids, times, kind, status and fields, whatever the field order', () => {
    const span = body((writer) => {
      writer.bytesField(
        15,
        body((status) => status.varintField(3, 2)),
      );
      writer.bytesField(9, stringAttribute('gen_ai.request.model', 'gpt-4o'));
      time(writer, 8, 1_700_000_000_123_456_789n);
      time(writer, 7, 1_700_000_000_000_001_999n);
      writer.varintField(6, 3);
      writer.stringField(5, 'chat');
      writer.bytesField(4, Buffer.from('fedcba9876543210', 'hex'));
      writer.bytesField(2, Buffer.from(SPAN_ID, 'hex'));
      writer.bytesField(1, Buffer.from(TRACE_ID, 'hex'));
    });
    const [record] = decode([span]).records;
    expect(record).toMatchObject({
      name: 'chat',
      kind: 3,
      status: 2,
      startUs: 1_700_000_000_000_001,
      durationUs: 123_454,
      fields: { model: 'gpt-4o' },
    });
    expect(idsOf(record!)).toEqual({ trace: TRACE_ID, span: SPAN_ID, parent: 'fedcba9876543210' });
  });

  it('gives a span that ends before it starts no duration', () => {
    const span = spanBody((writer) => {
      time(writer, 7, 2_000_000n);
      time(writer, 8, 1_000_000n);
    });
    expect(decode([span]).records[0]).toMatchObject({ startUs: 2000, durationUs: 0 });
  });

  const good = spanBody();
  const tooMany = spanBody((writer) => {
    for (let index = 0; index < 5; index++) writer.bytesField(9, stringAttribute(`k${index}`, 'v'));
  });
  const tooManyInEvent = spanBody((writer) =>
    writer.bytesField(
      11,
      body((event) => {
        for (let index = 0; index < 5; index++) {
          event.bytesField(3, stringAttribute(`k${index}`, 'v'));
        }
      }),
    ),
  );
  const tooDeep = spanBody((writer) =>
    writer.bytesField(
      9,
      body((attribute) => {
        attribute.stringField(1, 'k');
        attribute.bytesField(2, nestedArrays(4));
      }),
    ),
  );
  const cases: [string, Uint8Array, RegExp][] = [
    ['a zero trace id', spanBody(() => {}, '0'.repeat(32)), /trace_id/],
    ['a trace id of 15 bytes', spanBody(() => {}, '01'.repeat(15), '02'.repeat(9)), /trace_id/],
    ['a zero span id', spanBody(() => {}, TRACE_ID, '0'.repeat(16)), /span_id/],
    ['an empty body', new Uint8Array(0), /too short/],
    ['too many attributes', tooMany, /more than 4 attributes/],
    ['too many attributes in an event', tooManyInEvent, /event has more than 4/],
    ['values nested too deep', tooDeep, /nests deeper than 3/],
    [
      'too many bytes',
      spanBody((writer) => writer.stringField(5, 'x'.repeat(300))),
      /larger than 200/,
    ],
    [
      'a length past its end',
      Buffer.concat([good, Buffer.from([0x2a, 0x05, 0x41])]),
      /malformed span/,
    ],
    ['an unending group', Buffer.concat([good, Buffer.from([0xa3, 0x06])]), /malformed span/],
    ['field number 0', Buffer.concat([good, Buffer.from([0x02, 0x00])]), /malformed span/],
    ['wire type 7', Buffer.concat([good, Buffer.from([0x2f])]), /malformed span/],
  ];
  it.each(cases)('refuses a span with %s and keeps the others', (_name, bad, reason) => {
    const limits = { maxAttributes: 4, maxDepth: 3, maxRecordBytes: 200 };
    const batch = decode([good, bad, good, bad], limits);
    expect(batch.records).toHaveLength(2);
    expect(batch.rejected).toBe(2);
    expect(batch.reasons).toHaveLength(1);
    expect(batch.reasons[0]).toMatch(reason);
    expect(batch.reasons[0]).toContain('(2, first at resource_spans[0].scope_spans[0].spans[1])');
    expect(batch.attributeHashes).toHaveLength(0);
  });

  it('takes the deepest nesting allowed', () => {
    expect(decode([tooDeep], { maxDepth: 4 }).records).toHaveLength(1);
  });

  it('takes the 10,000 attributes that the SDKs of OpenInference let through: long conversations', () => {
    const long = spanBody((writer) => {
      for (let index = 0; index < 5000; index++) {
        const message = `llm.input_messages.${index}.message`;
        writer.bytesField(9, stringAttribute(`${message}.role`, 'user'));
        writer.bytesField(9, stringAttribute(`${message}.content`, `${index}`));
      }
    });
    expect(decodeTraces(request([long]), OPTIONS)).toMatchObject({ rejected: 0, reasons: [] });
  });

  it('refuses the request when the framing is broken, naming where', () => {
    const bytes = request([good, good]);
    const cut = bytes.subarray(0, bytes.length - 3);
    expect(() => decodeTraces(cut, OPTIONS)).toThrow(MalformedError);
    expect(() => decodeTraces(cut, OPTIONS)).toThrow(/resource_spans\[0\].* at byte \d+/);
  });

  it('reads what redaction returns, and stores it', () => {
    const redacted = spanBody((writer) => writer.stringField(5, 'redacted'));
    const secret = spanBody((writer) => writer.stringField(5, 'secret name'));
    const seen: string[] = [];
    const batch = decodeTraces(request([secret]), {
      ...OPTIONS,
      redact: (kind, bytes) => {
        seen.push(kind);
        return kind === 'span' ? redacted : bytes;
      },
    });
    expect(seen).toEqual(['resource', 'scope', 'span']);
    expect(batch.records[0]).toMatchObject({ name: 'redacted', bytes: redacted });
  });

  it('reads the resource wherever it stands, and merges one given twice', () => {
    const scopeSpans = body((writer) => writer.bytesField(2, good));
    const group = body((writer) => {
      writer.bytesField(2, scopeSpans);
      writer.bytesField(1, resourceBody('service.name', 'shop'));
      writer.bytesField(1, resourceBody('deployment.environment', 'prod'));
    });
    const batch = decodeTraces(
      body((writer) => writer.bytesField(1, group)),
      OPTIONS,
    );
    expect(batch.resources).toMatchObject([{ service: 'shop', environment: 'prod' }]);
  });

  it.each([
    ['nothing', {}, 'weather'],
    ['what an SDK puts in by itself', { 'service.name': 'unknown_service:node' }, 'weather'],
    ['a name somebody gave', { 'service.name': 'shop' }, 'shop'],
  ])('takes the Phoenix project for the service where that is %s', (_what, more, service) => {
    const resource = body((writer) => {
      const attributes = { ...more, 'openinference.project.name': 'weather' };
      for (const [key, value] of Object.entries(attributes))
        writer.bytesField(1, stringAttribute(key, value));
    });
    expect(decodeTraces(request([good], resource), OPTIONS).resources).toMatchObject([{ service }]);
  });

  it('refuses the records of a resource over a limit', () => {
    const resource = body((writer) => {
      for (let index = 0; index < 5; index++)
        writer.bytesField(1, stringAttribute(`k${index}`, 'v'));
    });
    const limits = { ...OPTIONS.limits, maxAttributes: 4 };
    const batch = decodeTraces(request([good, good], resource), { ...OPTIONS, limits });
    expect(batch).toMatchObject({ records: [], rejected: 2 });
  });

  it('keeps the bytes and the groups of what encodeRequest writes', () => {
    const groups = [
      {
        resource: new Uint8Array(0),
        schemaUrl: 'https://a',
        scopes: [
          {
            scope: body((w) => w.stringField(1, 'lib')),
            schemaUrl: 'https://b',
            records: [good, good],
          },
          { scope: new Uint8Array(0), schemaUrl: '', records: [good] },
        ],
      },
    ];
    const batch = decodeTraces(encodeRequest(groups), OPTIONS);
    expect(batch.records.map(({ resource, scope }) => [resource, scope])).toEqual([
      [0, 0],
      [0, 0],
      [0, 1],
    ]);
    expect(batch.scopes[0]!.schemaUrl).toBe('https://b');
    expect(batch.resources[0]!.schemaUrl).toBe('https://a');
    expect(batch.records[2]!.bytes).toEqual(good);
  });
});
