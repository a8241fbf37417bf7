import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import {
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { expect, it } from 'vitest';
import { decodeSpan } from '../../../src/main/collector/otlp/decode-detail.ts';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { requestToJson } from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { exportResponse } from '../../../src/main/collector/otlp/responses.ts';
import { DEFAULT_DECODE_LIMITS } from '../../../src/main/collector/otlp/types.ts';
import { OPTIONS, SPAN_ID, TRACE_ID } from './build.ts';

type SdkSpans = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0];

const resource = { attributes: { 'service.name': 'shop', 'service.version': '1.2' } };
const context = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: TraceFlags.SAMPLED };
const link = { context: { ...context, spanId: 'aaaaaaaaaaaaaaaa' }, attributes: { why: 'retry' } };
// The fields of the SDK's ReadableSpan that its serializers read.
const spans = [
  {
    name: 'chat größe',
    kind: SpanKind.CLIENT,
    spanContext: () => context,
    parentSpanContext: { ...context, spanId: 'fedcba9876543210', isRemote: true },
    startTime: [1_700_000_000, 123_456_789],
    endTime: [1_700_000_001, 5],
    status: { code: SpanStatusCode.ERROR, message: 'boom' },
    attributes: {
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 12,
      ratio: 0.25,
      negative: -7,
      flag: true,
      list: ['a', 'b'],
      long: 'x'.repeat(20_000),
    },
    events: [{ name: 'first token', time: [1_700_000_000, 5], attributes: { n: 1 } }],
    links: [link],
    resource,
    instrumentationScope: { name: 'lib', version: '2' },
    droppedAttributesCount: 1,
    droppedEventsCount: 2,
    droppedLinksCount: 3,
  },
] as unknown as SdkSpans;

it('reads what the SDK serializes as protobuf', () => {
  const batch = decodeTraces(ProtobufTraceSerializer.serializeRequest(spans)!, OPTIONS);
  expect(batch).toMatchObject({ rejected: 0, resources: [{ service: 'shop', release: '1.2' }] });
  expect(batch.records).toMatchObject([
    {
      name: 'chat größe',
      kind: 3,
      status: 2,
      startUs: 1_700_000_000_123_456,
      durationUs: 876_543,
      hasEvents: true,
      hasLinks: true,
      fields: { model: 'gpt-4o', inputTokens: 12 },
    },
  ]);
  expect(decodeSpan(batch.records[0]!.bytes, { maxValueBytes: 10 })).toMatchObject({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    parentSpanId: 'fedcba9876543210',
    startTimeUnixNano: '1700000000123456789',
    endTimeUnixNano: '1700000001000000005',
    status: { code: 2, message: 'boom' },
    droppedAttributesCount: 1,
    droppedEventsCount: 2,
    droppedLinksCount: 3,
    events: [
      { name: 'first token', attributes: [{ key: 'n', value: { type: 'int', value: '1' } }] },
    ],
    links: [{ spanId: 'aaaaaaaaaaaaaaaa', attributes: [{ key: 'why' }] }],
    attributes: [
      { key: 'gen_ai.request.model', value: { type: 'string', value: 'gpt-4o' } },
      { value: { type: 'int', value: '12' } },
      { value: { type: 'double', value: 0.25 } },
      { value: { type: 'int', value: '-7' } },
      { value: { type: 'bool', value: true } },
      { value: { type: 'array', value: [{ type: 'string', value: 'a' }, { value: 'b' }] } },
      { value: { type: 'string', value: 'xxxxxxxxxx', truncatedFrom: 20_000 } },
    ],
  });
});

it('makes the same of the JSON the SDK writes as of its protobuf', () => {
  const fromProtobuf = requestToJson('traces', ProtobufTraceSerializer.serializeRequest(spans)!);
  const json = JsonTraceSerializer.serializeRequest(spans)!;
  const transcoded = jsonToProtobuf('traces', json, DEFAULT_DECODE_LIMITS);
  expect(transcoded).toMatchObject({ rejected: 0, quirks: [] });
  expect(requestToJson('traces', transcoded.body)).toEqual(fromProtobuf);
});

/** The SDK's reading of our answer. */
function partialSuccess(signal: 'traces' | 'logs' | 'metrics'): unknown {
  const response = exportResponse(signal, 'protobuf', 300, 'größe');
  if (signal === 'traces')
    return ProtobufTraceSerializer.deserializeResponse(response).partialSuccess;
  if (signal === 'logs') return ProtobufLogsSerializer.deserializeResponse(response).partialSuccess;
  return ProtobufMetricsSerializer.deserializeResponse(response).partialSuccess;
}

it('answers so that the SDK reads the partial success of every signal', () => {
  const errorMessage = 'größe';
  expect(partialSuccess('traces')).toMatchObject({ rejectedSpans: 300, errorMessage });
  expect(partialSuccess('logs')).toMatchObject({ rejectedLogRecords: 300, errorMessage });
  expect(partialSuccess('metrics')).toMatchObject({ rejectedDataPoints: 300, errorMessage });
});
