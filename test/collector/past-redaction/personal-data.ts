import type { JsonObject } from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

/** Values that the rules find, one for every place there is, each different. */
export interface PersonalData {
  readonly values: readonly string[];
  /** OTLP/JSON requests by signal. */
  readonly requests: Readonly<Record<'traces' | 'logs' | 'metrics', JsonObject>>;
}

const text = (stringValue: string): JsonObject => ({ stringValue });
const attribute = (key: string, value: JsonObject) => ({ key, value });
const map = (...values: JsonObject[]): JsonObject => ({ kvlistValue: { values } });
const list = (...values: JsonObject[]): JsonObject => ({ arrayValue: { values } });

/** A request of each signal with an address in every field; `seed` makes those of different calls different. */
export function personalData(seed: string, spanCount = 6): PersonalData {
  const values: string[] = [];
  const address = (): string => {
    const value = `p${values.length}x${seed}@people-${seed}.org`;
    values.push(value);
    return value;
  };
  const attributes = (): JsonObject[] => [
    attribute('plain', text(`mail ${address()} now`)),
    attribute(address(), text('a key can be one')),
    attribute('list', list(text(address()), map(attribute('inner', text(address()))))),
    attribute('user', map(attribute('email', text(address())), attribute(address(), text('x')))),
    attribute('raw', { bytesValue: Buffer.from(address()).toString('base64') }),
    attribute('json', text(JSON.stringify([{ role: 'user', content: `I am ${address()}` }]))),
  ];
  const nowNs = `${Date.now() - 1000}000000`;
  const resource = () => ({
    attributes: [
      attribute('service.name', text(`service of ${address()}`)),
      attribute('deployment.environment.name', text(`env ${address()}`)),
      attribute('service.version', text(`v ${address()}`)),
      ...attributes(),
    ],
  });
  const scope = () => ({ name: `lib ${address()}`, attributes: attributes() });
  const traceId = newTraceId();
  const spans = Array.from({ length: spanCount }, () => ({
    traceId,
    spanId: newSpanId(),
    name: `GET /users/${address()}`,
    kind: 1,
    startTimeUnixNano: nowNs,
    endTimeUnixNano: nowNs,
    status: { code: 2, message: `no ${address()}` },
    attributes: [
      attribute('user.id', text(address())),
      attribute('session.id', text(address())),
      attribute('gen_ai.request.model', text(`ft:${address()}`)),
      attribute('gen_ai.provider.name', text(address())),
      attribute('gen_ai.operation.name', text('chat')),
      attribute('gen_ai.input.messages', text(JSON.stringify([{ content: address() }]))),
      ...attributes(),
    ],
    events: [{ name: `event ${address()}`, timeUnixNano: nowNs, attributes: attributes() }],
    links: [{ traceId, spanId: newSpanId(), attributes: attributes() }],
  }));
  const logRecords = [
    { traceId, body: text(`seen ${address()}`), attributes: attributes() },
    { body: map(attribute('to', text(address()))), severityText: `warn ${address()}` },
    { body: list(text(address())), eventName: `event ${address()}` },
  ].map((record) => ({ timeUnixNano: nowNs, ...record }));
  const dataPoints = () => [
    {
      timeUnixNano: nowNs,
      asInt: '1',
      attributes: attributes(),
      exemplars: [{ timeUnixNano: nowNs, asInt: '1', filteredAttributes: attributes() }],
    },
  ];
  const metrics = [
    { name: `of ${address()}`, description: address(), gauge: { dataPoints: dataPoints() } },
    { name: 'sum', sum: { aggregationTemporality: 2, dataPoints: dataPoints() } },
  ];
  return {
    requests: {
      traces: {
        resourceSpans: [{ resource: resource(), scopeSpans: [{ scope: scope(), spans }] }],
      },
      logs: {
        resourceLogs: [{ resource: resource(), scopeLogs: [{ scope: scope(), logRecords }] }],
      },
      metrics: {
        resourceMetrics: [{ resource: resource(), scopeMetrics: [{ scope: scope(), metrics }] }],
      },
    },
    // Asked for last, when all are made.
    values,
  };
}

/** Sends all of it to the collector; without a key into the Default Project. */
export async function sendAll(
  url: string,
  { requests }: PersonalData,
  key?: string,
): Promise<void> {
  for (const [signal, request] of Object.entries(requests)) {
    const answer = await fetch(`${url}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { 'x-api-key': key }) },
      body: JSON.stringify(request),
    });
    const { partialSuccess } = (await answer.json()) as { partialSuccess?: object };
    if (answer.status !== 200 || partialSuccess !== undefined) {
      throw new Error(`${signal}: ${answer.status} ${JSON.stringify(partialSuccess)}`);
    }
  }
}
