import { newSpanId, newTraceId } from '../support/ids.ts';
import { get } from 'node:http';

/** A trace of one root span, and as many children. Times are milliseconds. */
export interface TraceSpec {
  /** Default: a new one. */
  readonly traceId?: string;
  readonly name?: string;
  readonly service?: string;
  readonly environment?: string;
  /** How long ago it started. */
  readonly agoMs?: number;
  readonly durationMs?: number;
  readonly error?: boolean;
  readonly children?: number;
  /** Attributes of the root span. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

function resourceSpans(spec: TraceSpec, traceId: string): object {
  const start = Date.now() - (spec.agoMs ?? 0);
  const root = newSpanId();
  const span = (name: string, spanId: string, parentSpanId?: string): object => ({
    traceId,
    spanId,
    ...(parentSpanId ? { parentSpanId } : {}),
    name,
    kind: 2,
    startTimeUnixNano: `${start}000000`,
    endTimeUnixNano: `${start + (spec.durationMs ?? 20)}000000`,
    attributes: Object.entries(spec.attributes ?? {}).map(([key, value]) => text(key, value)),
    status: spec.error ? { code: 2, message: 'failed' } : {},
  });
  const children = Array.from({ length: spec.children ?? 0 }, (_, index) =>
    span(`step ${index}`, newSpanId(), root),
  );
  return {
    resource: {
      attributes: [
        text('service.name', spec.service ?? 'shop'),
        text('deployment.environment.name', spec.environment ?? 'production'),
      ],
    },
    scopeSpans: [{ spans: [span(spec.name ?? 'work', root), ...children] }],
  };
}

/** Sends traces in one request, as an SDK would; returns their ids. Fails unless all were stored. */
export async function sendTraces(
  otlpHttp: string,
  specs: readonly TraceSpec[],
  headers: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const ids = specs.map((spec) => spec.traceId ?? newTraceId());
  const body = {
    resourceSpans: specs.map((spec, index) => resourceSpans(spec, ids[index] ?? '')),
  };
  const response = await fetch(`${otlpHttp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return ids;
}

/** The status of a request that carries one span, for tests of what is refused. */
export async function statusOfSend(
  otlpHttp: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const response = await fetch(`${otlpHttp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ resourceSpans: [resourceSpans({}, newTraceId())] }),
  });
  await response.arrayBuffer();
  return response.status;
}

/** The status of a GET of the path for traces under this `Host`: 405 where the name is answered to. */
export function statusOfHost(otlpHttp: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${otlpHttp}/v1/traces`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}
