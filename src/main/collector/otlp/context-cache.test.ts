import { expect, test } from 'vitest';
import { NO_REDACTION } from '../redaction/policy.ts';
import { createRedactor } from '../redaction/redact.ts';
import { decodeTraces } from './decode-traces.ts';
import { jsonToProtobuf } from './json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from './types.ts';

const options = { limits: DEFAULT_DECODE_LIMITS, redact: createRedactor(NO_REDACTION).redact };
let spans = 0;

/** One span of a service, as a request of its own in a buffer that is written over afterwards. */
function decodeSpanOf(service: string, padding = '', schemaUrl = '') {
  const spanId = (++spans).toString(16).padStart(16, '0');
  const attributes = [
    { key: 'service.name', value: { stringValue: service } },
    { key: 'padding', value: { stringValue: padding } },
  ];
  const request = {
    resourceSpans: [
      {
        resource: { attributes },
        schemaUrl,
        scopeSpans: [{ scope: { name: service }, spans: [{ traceId: '01'.repeat(16), spanId }] }],
      },
    ],
  };
  const { body } = jsonToProtobuf('traces', JSON.stringify(request), DEFAULT_DECODE_LIMITS);
  const sent = Buffer.from(body);
  const batch = decodeTraces(sent, options);
  sent.fill(0);
  return batch;
}

test('a resource that comes again is the same record, whatever became of the first request', () => {
  const first = decodeSpanOf('shop');
  const again = decodeSpanOf('shop');
  expect(again.resources[0]).toBe(first.resources[0]);
  expect(again.scopes[0]).toBe(first.scopes[0]);
  expect(again.resources[0]).toMatchObject({ service: 'shop' });
  expect(Buffer.from(again.resources[0]!.bytes).includes('shop')).toBe(true);
  expect(again.attributeHashes).toEqual(first.attributeHashes);
});

test('resources that differ in anything are told apart, also when there are many', () => {
  const names = Array.from({ length: 300 }, (_, i) => `service-${i}`);
  for (const round of [0, 1]) {
    for (const name of names) {
      const { resources, attributeHashes } = decodeSpanOf(name, `round ${round}`, `urn:${name}`);
      expect(resources[0]).toMatchObject({ service: name, schemaUrl: `urn:${name}` });
      expect(attributeHashes).toHaveLength(2);
    }
  }
  expect(decodeSpanOf('shop', '', 'a').resources[0]!.schemaUrl).toBe('a');
  expect(decodeSpanOf('shop', '', 'b').resources[0]!.schemaUrl).toBe('b');
});

test('a resource too large to remember is read every time', () => {
  const padding = 'x'.repeat(20_000);
  const first = decodeSpanOf('large', padding);
  const again = decodeSpanOf('large', padding);
  expect(again.resources[0]).not.toBe(first.resources[0]);
  expect(again.resources[0]).toMatchObject({ service: 'large' });
});
