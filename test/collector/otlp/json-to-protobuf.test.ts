import { describe, expect, it } from 'vitest';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { requestToJson } from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { DEFAULT_DECODE_LIMITS } from '../../../src/main/collector/otlp/types.ts';
import { MalformedError } from '../../../src/main/collector/otlp/wire.ts';
import { SPAN_ID, TRACE_ID } from './build.ts';

const IDS = { traceId: TRACE_ID, spanId: SPAN_ID };

function transcode(...spans: unknown[]) {
  const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  return jsonToProtobuf('traces', text, DEFAULT_DECODE_LIMITS);
}

const double = (doubleValue: string) => ({
  ...IDS,
  attributes: [{ key: 'k', value: { doubleValue } }],
});

const int = (intValue: string) => ({ ...IDS, attributes: [{ key: 'k', value: { intValue } }] });

function spansOf(body: Uint8Array): unknown {
  return JSON.parse(JSON.stringify(requestToJson('traces', body))).resourceSpans[0].scopeSpans[0]
    .spans;
}

describe('jsonToProtobuf', () => {
  it.each([
    ['base64 ids', { ...IDS, traceId: 'W47/95gDgQPSabYzgT/GDA==' }, /^traceId must be hex/],
    ['a number for a name', { ...IDS, name: 5 }, /^name must be a string/],
    ['a text for a list', { ...IDS, attributes: 'x' }, /^attributes must be an array/],
    [
      'a bare value',
      { ...IDS, attributes: [{ key: 'k', value: 'v' }] },
      /^attributes.value must be an object/,
    ],
    [
      'a fraction for a time',
      { ...IDS, startTimeUnixNano: 1.5 },
      /^startTimeUnixNano must be an integer/,
    ],
    [
      'a time over 64 bits',
      { ...IDS, startTimeUnixNano: '18446744073709551616' },
      /unsigned 64-bit/,
    ],
    ['an unknown kind', { ...IDS, kind: 'SPAN_KIND_ODD' }, /^kind must be an integer/],
    ['no object', 7, /^record must be an object/],
  ])('refuses a span with %s and keeps the others', (_name, bad, reason) => {
    const good = { ...IDS, name: 'good' };
    const { body, rejected, reasons } = transcode(good, bad, good);
    expect(rejected).toBe(1);
    expect(reasons[0]).toMatch(reason);
    expect(reasons[0]).toContain('resourceSpans[0].scopeSpans[0].spans[1]');
    expect(spansOf(body)).toEqual([good, good]);
  });

  it('takes spans under the names of before OTLP 0.16, and text that is not UTF-8, and says so', () => {
    const span = { ...IDS, name: 'old' };
    const scope = { name: 'lib' };
    for (const names of [
      ['instrumentationLibrarySpans', 'instrumentationLibrary'],
      ['instrumentation_library_spans', 'instrumentation_library'],
    ] as const) {
      const group = { [names[0]]: [{ [names[1]]: scope, spans: [span] }] };
      const text = JSON.stringify({ resourceSpans: [group] });
      const { body, quirks } = jsonToProtobuf('traces', text, DEFAULT_DECODE_LIMITS);
      expect(quirks).toEqual(['field names from before OTLP 0.16']);
      const read = { resourceSpans: [{ scopeSpans: [{ scope, spans: [span] }] }] };
      expect(requestToJson('traces', body)).toEqual(read);
    }
    const latin = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...IDS, name: 'caf\u00e9' }] }] }] };
    const bytes = Buffer.from(JSON.stringify(latin), 'latin1');
    const { body, quirks } = jsonToProtobuf('traces', bytes, DEFAULT_DECODE_LIMITS);
    expect(quirks).toEqual(['text that is not UTF-8']);
    expect(spansOf(body)).toEqual([{ ...IDS, name: 'caf\ufffd' }]);
  });

  it('takes every 32-bit enum that protobuf may hold, and numbers that are not finite as Python writes them', () => {
    const kinds = [99, -5, -2_147_483_648].map((kind) => ({ ...IDS, kind }));
    expect(spansOf(transcode(...kinds).body)).toEqual(kinds);
    const { body, rejected } = transcode(double('inf'), double('-inf'), double('nan'));
    expect(rejected).toBe(0);
    expect(spansOf(body)).toEqual(['Infinity', '-Infinity', 'NaN'].map(double));
    for (const word of ['n/a', 'NaN()', '', ' 1x']) {
      expect(transcode(double(word)).reasons[0]).toMatch(/doubleValue must be a number/);
    }
  });

  it('takes every signed 64-bit integer, to the last at both ends', () => {
    const ends = ['-9223372036854775808', '9223372036854775807', '-4294967296', '-1'].map(int);
    expect(spansOf(transcode(...ends).body)).toEqual(ends);
    for (const beyond of ['-9223372036854775809', '9223372036854775808', '99999999999999999999']) {
      expect(transcode(int(beyond)).reasons[0]).toMatch(/intValue must be a signed 64-bit integer/);
    }
  });

  it('takes snake_case names and enum names, and says so', () => {
    const { body, quirks, rejected } = transcode({
      trace_id: TRACE_ID.toUpperCase(),
      span_id: SPAN_ID,
      kind: 'SPAN_KIND_SERVER',
      status: { code: 'error' },
      start_time_unix_nano: '1',
    });
    expect(rejected).toBe(0);
    expect(quirks).toEqual(['snake_case field names', 'enums written as text']);
    expect(spansOf(body)).toEqual([
      { ...IDS, kind: 2, status: { code: 2 }, startTimeUnixNano: '1' },
    ]);
  });

  it('keeps every digit of a time written as a plain number', () => {
    const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":1544712660123456789}]}]}]}`;
    const { body } = jsonToProtobuf('traces', text, DEFAULT_DECODE_LIMITS);
    expect(spansOf(body)).toEqual([{ startTimeUnixNano: '1544712660123456789' }]);
  });

  it('ignores unknown fields and null, and __proto__ changes nothing', () => {
    const text = `{"__proto__":{"polluted":1},"resourceSpans":[{"scopeSpans":[{"spans":[
      {"name":"a","events":null,"constructor":{"prototype":{"polluted":1}},"x":[[1]]}]}]}]}`;
    const { body } = jsonToProtobuf('traces', text, DEFAULT_DECODE_LIMITS);
    expect(spansOf(body)).toEqual([{ name: 'a' }]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('counts the data points of a refused metric', () => {
    const metric = { name: 1, sum: { dataPoints: [{}, {}, {}] } };
    const text = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] });
    expect(jsonToProtobuf('metrics', text, DEFAULT_DECODE_LIMITS).rejected).toBe(3);
  });

  it('refuses values nested too deep, alone', () => {
    let value: object = { stringValue: 'x' };
    for (let level = 0; level < 33; level++) value = { arrayValue: { values: [value] } };
    const { rejected, reasons } = transcode(IDS, { ...IDS, attributes: [{ key: 'k', value }] });
    expect(rejected).toBe(1);
    expect(reasons[0]).toMatch(/nests deeper than 32/);
  });

  it.each([
    ['{"a": secret}', /character 6/],
    ['{"a": 1,}', /character 8/],
    ['[1 2]', /character 3/],
    ['{"a": "b', /ends too early/],
    ['', /ends too early/],
    ['{"a": 1} x', /character 9/],
    ['{"a": 01}', /character 7/],
    ['["\u0001"]', /character 2/],
  ])('names the place of the error in %j and never quotes the text', (text, message) => {
    const read = (): unknown => jsonToProtobuf('traces', text, DEFAULT_DECODE_LIMITS);
    expect(read).toThrow(MalformedError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });

  it.each([
    ['[]', /request: must be an object/],
    ['{"resourceSpans":{}}', /resourceSpans: must be an array/],
    [
      '{"resourceSpans":[{"resource":{"attributes":[{"key":1}]}}]}',
      /resourceSpans\[0\]\.resource\.attributes\[0\]\.key: must be a string/,
    ],
  ])('names the JSON path of a wrong type outside the spans: %s', (text, message) => {
    expect(() => jsonToProtobuf('traces', text, DEFAULT_DECODE_LIMITS)).toThrow(message);
  });
});
