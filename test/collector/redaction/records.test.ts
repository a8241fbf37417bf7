import { beforeAll, expect, test } from 'vitest';
import { jsonToProtobuf } from '../../../src/main/collector/otlp/json-to-protobuf.ts';
import { decodeLogs } from '../../../src/main/collector/otlp/decode-logs.ts';
import { decodeMetrics } from '../../../src/main/collector/otlp/decode-metrics.ts';
import { decodeTraces } from '../../../src/main/collector/otlp/decode-traces.ts';
import {
  DEFAULT_DECODE_LIMITS,
  type Signal,
  type SpanRecord,
} from '../../../src/main/collector/otlp/types.ts';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import type { ActivePolicy } from '../../../src/main/collector/redaction/policy.ts';
import { createRedactor, loadRedaction } from '../../../src/main/collector/redaction/redact.ts';
import { idsOf } from '../../support/ids-of.ts';
import { policy } from './policies.ts';

beforeAll(loadRedaction);

const ADDRESS = 'ada@corp.io';
const CARD = '4111111111111111';
const text = (stringValue: string) => ({ key: 'k', value: { stringValue } });
const IDS = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const TIMES = { startTimeUnixNano: '1750000000000000000', endTimeUnixNano: '1750000000000001000' };

/** A request in protobuf after redaction, as one text, and what was counted. */
function run(signal: Signal, request: object, changes: Partial<ActivePolicy> = {}) {
  const redactor = createRedactor(policy(changes));
  const { body } = jsonToProtobuf(signal, JSON.stringify(request), DEFAULT_DECODE_LIMITS);
  const options = { limits: DEFAULT_DECODE_LIMITS, redact: redactor.redact };
  const decode = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics }[signal];
  const batch = decode(body, options);
  const parts = [...batch.resources, ...batch.scopes, ...batch.records].map(({ bytes }) => bytes);
  return { batch, stored: Buffer.concat(parts).toString(), counts: redactor.takeCounts() };
}

const everywhere = {
  resourceSpans: [
    {
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: 'shop' } },
          { key: 'deployment.environment.name', value: { stringValue: 'prod' } },
          text(`owner ${ADDRESS}`),
        ],
      },
      scopeSpans: [
        {
          scope: { name: `lib ${ADDRESS}`, version: '1.2.3.4', attributes: [text(ADDRESS)] },
          spans: [
            {
              ...IDS,
              ...TIMES,
              name: `GET /users/${ADDRESS}`,
              status: { code: 2, message: `no ${ADDRESS}` },
              attributes: [
                text(ADDRESS),
                { key: ADDRESS, value: { boolValue: true } },
                { key: 'card', value: { intValue: CARD } },
                { key: 'list', value: { arrayValue: { values: [{ stringValue: ADDRESS }] } } },
                {
                  key: 'map',
                  value: { kvlistValue: { values: [{ ...text(ADDRESS), key: ADDRESS }] } },
                },
                { key: 'raw', value: { bytesValue: Buffer.from(ADDRESS).toString('base64') } },
                {
                  key: 'gen_ai.input.messages',
                  value: { stringValue: JSON.stringify([{ content: `mail ${ADDRESS}` }]) },
                },
              ],
              events: [{ timeUnixNano: '1', name: ADDRESS, attributes: [text(ADDRESS)] }],
              links: [{ ...IDS, attributes: [text(ADDRESS)] }],
            },
          ],
        },
      ],
    },
  ],
};

test('nothing of a span is left: names, attributes, keys, events, links, status, resource, scope', () => {
  const { batch, stored, counts } = run('traces', everywhere);
  expect(stored).not.toContain('corp.io');
  expect(batch.records[0]).toMatchObject({ name: 'GET /users/[EMAIL]' });
  expect(stored).toContain('[CREDIT_CARD]');
  expect(stored).toContain('[{"content":"mail [EMAIL]"}]');
  // The identifiers and the version are as they were.
  expect(idsOf(batch.records[0] as SpanRecord)).toMatchObject({
    trace: IDS.traceId,
    span: IDS.spanId,
  });
  expect(stored).toContain('1.2.3.4');
  expect(counts).toContainEqual({
    type: 'EMAIL',
    rule: 'email',
    key: 'status.message',
    service: 'shop',
    environment: 'prod',
    count: 1,
  });
  expect(JSON.stringify(counts)).not.toContain('corp.io');
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(
    stored.match(/\[(?:EMAIL|CREDIT_CARD)\]/g)!.length,
  );
});

test('names of services and environments are counted as far as a query can ask for them', () => {
  const long = { key: 'service.name', value: { stringValue: 's'.repeat(100_000) } };
  const span = { ...IDS, ...TIMES, name: ADDRESS };
  const request = {
    resourceSpans: [{ resource: { attributes: [long] }, scopeSpans: [{ spans: [span] }] }],
  };
  expect(run('traces', request).counts.map(({ service }) => service.length)).toEqual([512]);
});

test('detecting counts the same and changes no byte', () => {
  const detected = run('traces', everywhere, { mode: 'detect' });
  const redactor = createRedactor({ mode: 'off' });
  const body = Buffer.from('anything');
  expect(redactor.redact('span', body)).toBe(body);
  expect(detected.stored).toContain(`GET /users/${ADDRESS}`);
  expect(detected.counts).toEqual(
    run('traces', everywhere).counts.map((row) => ({ ...row, mode: 'detect' })),
  );
  expect(JSON.stringify(detected.counts)).not.toContain('corp.io');
});

test('logs and metrics: bodies of any shape, attributes, exemplars, descriptions', () => {
  const logs = run('logs', {
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: '1',
                body: { stringValue: `to ${ADDRESS}` },
                attributes: [text(ADDRESS)],
              },
              { timeUnixNano: '2', body: { kvlistValue: { values: [text(ADDRESS)] } } },
              { timeUnixNano: '3', body: { arrayValue: { values: [{ stringValue: ADDRESS }] } } },
            ],
          },
        ],
      },
    ],
  });
  expect(logs.batch.records).toHaveLength(3);
  expect(logs.stored).not.toContain('corp.io');
  const point = { timeUnixNano: '1', asInt: '1', attributes: [text(ADDRESS)] };
  const metrics = run('metrics', {
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'm',
                description: `ask ${ADDRESS}`,
                gauge: {
                  dataPoints: [
                    { ...point, exemplars: [{ ...point, filteredAttributes: [text(ADDRESS)] }] },
                  ],
                },
              },
              {
                name: 'h',
                histogram: { dataPoints: [{ timeUnixNano: '1', attributes: [text(ADDRESS)] }] },
              },
              {
                name: 's',
                summary: { dataPoints: [{ timeUnixNano: '1', attributes: [text(ADDRESS)] }] },
              },
            ],
          },
        ],
      },
    ],
  });
  expect(metrics.batch.records).toHaveLength(3);
  expect(metrics.stored).not.toContain('corp.io');
});

test('attributes are dropped, kept and left alone by their keys', () => {
  const attributes = ['a.x', 'a.y', 'b', 'c'].map((key) => ({ ...text(ADDRESS), key }));
  const request = {
    resourceSpans: [
      {
        resource: { attributes: [{ ...text('shop'), key: 'service.name' }, text('gone')] },
        scopeSpans: [{ spans: [{ ...IDS, ...TIMES, name: 'n', attributes }] }],
      },
    ],
  };
  const { stored, counts } = run('traces', request, {
    dropKeys: ['a.y'],
    keepOnlyKeys: ['a.*', 'b'],
    allowKeys: ['b'],
  });
  expect(stored).toContain('shop');
  expect(stored).not.toContain('gone');
  expect(stored.match(/\[EMAIL\]|ada@corp\.io|a\.y/g)).toEqual(['[EMAIL]', ADDRESS]);
  expect(
    counts
      .filter(({ type }) => type === 'ATTRIBUTE')
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['a.y', 'c', 'k']);
});

const map = (...values: object[]) => ({ kvlistValue: { values } });
const field = (key: string, stringValue: string) => ({ key, value: { stringValue } });

test('what is in a map is dropped by the names that lead to it, as the counts name it', () => {
  const mail = { key: 'email', value: { stringValue: 'at home' } };
  const user = { key: 'user', value: map(mail, text('stays')) };
  const attributes = [user, { key: 'context', value: map(user) }, { ...mail, key: 'mail' }];
  const record = { timeUnixNano: '1', body: map(user), attributes };
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  const { stored, counts } = run('logs', request, { dropKeys: ['user.email', 'b*'] });
  expect(stored.match(/at home|stays/g)).toEqual(['stays', 'stays', 'stays', 'at home']);
  expect(counts.map(({ key }) => key).sort()).toEqual([
    'body.user.email',
    'context.user.email',
    'user.email',
  ]);
  const all = run('logs', request, { dropKeys: ['user.*'] });
  expect(all.stored.match(/at home|stays/g)).toEqual(['at home']);
});

test('a field of a map that another one names is looked at by that name', () => {
  const pair = map(field('name', 'x-api-key'), field('value', 'hV7sD2kQ9mXa4TzB'));
  const other = map(field('name', 'limit'), field('value', 'sorted-by-4155'));
  const attributes = [{ key: 'headers', value: { arrayValue: { values: [pair, other] } } }];
  const record = { timeUnixNano: '1', body: map({ key: 'password', value: other }), attributes };
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  const { stored } = run('logs', request);
  expect(stored.match(/\[SECRET\]|hV7\w*|sorted-by-4155/g)).toEqual(
    ['[SECRET]', '[SECRET]', 'sorted-by-4155'].toSorted(),
  );
});
test('a record without anything to redact stays the very same object', () => {
  const { redact } = createRedactor(policy());
  const span = new WireWriter();
  span.hexField(1, IDS.traceId);
  span.hexField(2, IDS.spanId);
  span.stringField(5, 'GET /users/{id}');
  const body = span.finish();
  expect(redact('span', body)).toBe(body);
});

const spanWith = (traceState: string, i: number) => ({
  ...IDS,
  ...TIMES,
  spanId: `eee19b7ec3c1b17${i}`,
  name: 'a',
  traceState,
  links: [{ ...IDS, traceState }],
});

const scopeWith = (version: string, schemaUrl: string, traceStates: string[]) => ({
  scope: { name: 'lib', version },
  schemaUrl,
  spans: traceStates.map(spanWith),
});

test('what senders make up beside the attributes goes too, and trace states of others stay', () => {
  const states = [
    'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
    'ot=th:fd70a4;rv:fe123456789abc',
    'dd=s:2;o:rum;p:3d4f2b5a7c9e1f00;t.dm:-4;t.tid:6735dc2c00000000',
  ];
  const resource = {
    entityRefs: [
      { schemaUrl: ADDRESS, type: ADDRESS, idKeys: [ADDRESS], descriptionKeys: [ADDRESS] },
    ],
  };
  const urls = [`https://x.io/?by=${ADDRESS}`, 'https://opentelemetry.io/schemas/1.37.0'] as const;
  const request = {
    resourceSpans: [
      {
        resource,
        schemaUrl: urls[0],
        scopeSpans: [
          scopeWith(ADDRESS, urls[0], [`vendor=${ADDRESS}`]),
          scopeWith('1.2.3.4', urls[1], states),
        ],
      },
    ],
  };
  const { batch, stored, counts } = run('traces', request);
  const schemas = [...batch.resources, ...batch.scopes].map(({ schemaUrl }) => schemaUrl);
  expect(stored).not.toContain('corp.io');
  expect(schemas).toEqual(['https://x.io/?by=[EMAIL]', 'https://x.io/?by=[EMAIL]', urls[1]]);
  for (const kept of [...states, '1.2.3.4']) expect(stored).toContain(kept);
  expect(new Set(counts.map(({ key }) => key))).toEqual(
    new Set(['entity', 'schema_url', 'scope.version', 'trace_state']),
  );
  const points = [{ timeUnixNano: '1', asDouble: 1 }];
  const metric = { name: 'm', unit: ADDRESS, gauge: { dataPoints: points } };
  const metrics = { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] };
  expect(run('metrics', metrics).stored).not.toContain('corp.io');
});
