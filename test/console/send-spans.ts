import type { Page } from '@playwright/test';
import { expect, type RunningCollector } from './console.ts';
import { newSpanId } from '../support/ids.ts';

/** A span of a trace; times in milliseconds after the start of the trace. */
export interface SpanSpec {
  readonly name: string;
  /** Default: a new one. */
  readonly spanId?: string;
  readonly parentId?: string;
  /** `null`: it has no times. */
  readonly at?: number | null;
  readonly ms?: number;
  readonly service?: string;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly events?: readonly {
    readonly name: string;
    readonly at: number;
    readonly attributes?: Readonly<Record<string, string | number>>;
  }[];
  /** Spans it links to. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

const valueOf = (value: string | number): object =>
  typeof value === 'string' ? { stringValue: value } : { intValue: String(value) };

const attributesOf = (attributes: SpanSpec['attributes'] = {}): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));

/** Sends spans of one trace that began at `startMs` (milliseconds since the epoch). Fails unless all were stored. */
export async function sendSpans(
  otlpHttp: string,
  traceId: string,
  startMs: number,
  specs: readonly SpanSpec[],
): Promise<void> {
  const serviceOf = (spec: SpanSpec): string => spec.service ?? 'agent';
  const services = [...new Set(specs.map(serviceOf))];
  const resourceSpans = services.map((service) => ({
    resource: { attributes: [{ key: 'service.name', value: valueOf(service) }] },
    scopeSpans: [
      {
        spans: specs
          .filter((spec) => serviceOf(spec) === service)
          .map((spec) => ({
            traceId,
            spanId: spec.spanId ?? newSpanId(),
            ...(spec.parentId === undefined ? {} : { parentSpanId: spec.parentId }),
            name: spec.name,
            startTimeUnixNano: spec.at === null ? '0' : `${startMs + (spec.at ?? 0)}000000`,
            endTimeUnixNano:
              spec.at === null ? '0' : `${startMs + (spec.at ?? 0) + (spec.ms ?? 1)}000000`,
            attributes: attributesOf(spec.attributes),
            events: (spec.events ?? []).map(({ name, at, attributes }) => ({
              name,
              timeUnixNano: `${startMs + at}000000`,
              attributes: attributesOf(attributes),
            })),
            links: spec.links ?? [],
            status: spec.error === undefined ? {} : { code: 2, message: spec.error },
          })),
      },
    ],
  }));
  const response = await fetch(`${otlpHttp}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans }),
  });
  const answer = await response.text();
  if (response.status !== 200 || answer.includes('rejected')) {
    throw new Error(`The spans were not stored: ${response.status} ${answer.slice(0, 300)}`);
  }
}

/** Goes to a trace of the project on screen, as its address does. */
export async function goToTrace(
  page: Page,
  collector: RunningCollector,
  traceId: string,
): Promise<void> {
  await expect(page).toHaveURL(/projects\/prj_\w+/);
  const project = /prj_\w+/.exec(page.url())![0];
  await page.goto(`${collector.console}#/projects/${project}/traces/${traceId}`);
  await expect(page.getByRole('treegrid')).toBeVisible();
}
