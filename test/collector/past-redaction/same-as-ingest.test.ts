import { beforeAll, expect, test } from 'vitest';
import { newSpanId, newTraceId } from '../../support/ids.ts';
import { SIGNALS, listDayFiles } from '../../../src/main/collector/store/day-files.ts';
import { DayReader } from '../../../src/main/collector/store/reader/day-reader.ts';
import { readBodies } from '../../../src/main/collector/store/reader/segment-bodies.ts';
import { segmentsOf } from '../../../src/main/collector/store/rewrite/records-of.ts';
import { loadZstd } from '../../../src/main/collector/store/zstd.ts';
import type { RedactionRules } from '../../../src/shared/contract/redaction.ts';
import { openForPast } from './open.ts';
import { personalData, type PersonalData } from './personal-data.ts';

beforeAll(loadZstd);

const TYPES = ['EMAIL', 'CREDIT_CARD', 'US_SSN', 'PHONE', 'IP', 'IBAN', 'SECRET'] as const;
const text = (stringValue: string) => ({ stringValue });

/** Model calls with all that a cost is made of, and values of every kind in attributes of theirs. */
function modelCalls(): object {
  const attributes = (i: number) => [
    { key: 'gen_ai.operation.name', value: text('chat') },
    { key: 'gen_ai.provider.name', value: text('openai') },
    { key: 'gen_ai.request.model', value: text(i % 2 ? 'gpt-4o' : 'falcon-4o') },
    { key: 'gen_ai.usage.input_tokens', value: { intValue: String(100 + i) } },
    { key: 'gen_ai.usage.output_tokens', value: { intValue: String(i) } },
    ...(i % 3 === 0 ? [{ key: 'gen_ai.usage.cost', value: { doubleValue: 0.25 * i } }] : []),
    { key: 'card', value: { intValue: '4111111111111111' } },
    { key: 'contact', value: text('call +1 (415) 555-0132 or 8.8.4.4') },
    { key: 'secret.note', value: text('falcon') },
    { key: 'api_key', value: text('sk-ant-REDACTED'.replace('REDACTED', 'x'.repeat(20))) },
  ];
  const spans = Array.from({ length: 12 }, (_, i) => ({
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: i % 4 === 0 ? 'falcon flies' : 'chat',
    kind: 3,
    startTimeUnixNano: `${1_790_000_000_000 + i}000000`,
    endTimeUnixNano: `${1_790_000_000_900 + i}000000`,
    attributes: attributes(i),
  }));
  const resource = { attributes: [{ key: 'service.name', value: text('shop') }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'a' }, spans }] }] };
}

async function post(url: string, signal: string, request: object): Promise<void> {
  const answer = await fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  expect(answer.status).toBe(200);
}

async function sendEach(url: string, data: readonly PersonalData[], calls: object): Promise<void> {
  // One after the other: each request is a segment of its own, on both sides.
  for (const { requests } of data) {
    for (const signal of SIGNALS) await post(url, signal, requests[signal]);
  }
  await post(url, 'traces', calls);
}

/** Everything the data files hold of every segment, but when it was committed. */
function contentOf(dataDir: string, projectId: string) {
  return SIGNALS.flatMap((signal) =>
    listDayFiles(dataDir, projectId, signal).flatMap(({ path }) => {
      const reader = DayReader.open(path, {})!;
      try {
        return [...segmentsOf(reader, signal)].map(({ row, header, context }) => {
          const all = Array.from({ length: row.records }, (_, i) => i);
          const bodies = [...readBodies(reader, row.id, header.of, all)].map(({ bytes }) =>
            Buffer.from(bytes).toString('latin1'),
          );
          const { committedMs: _, ...columns } = row;
          const parts = (['parts', 'filter'] as const).map((name) => reader.section(name, row.id));
          return { signal, columns, header: header.of, context, bodies, parts };
        });
      } finally {
        reader.close();
      }
    }),
  );
}

const RULES: [string, Partial<RedactionRules>][] = [
  ['text', { types: [...TYPES] }],
  [
    'masks and removals',
    {
      types: [...TYPES],
      replacement: { kind: 'mask' },
      replacements: { EMAIL: { kind: 'remove' } },
    },
  ],
  ['dropped keys', { types: ['EMAIL'], dropKeys: ['secret.*', 'user'] }],
  ['kept keys', { types: ['IP'], keepOnlyKeys: ['gen_ai.*', 'card', 'user.*'] }],
  [
    'rules of its own and allow-lists',
    {
      types: ['PHONE', 'SECRET'],
      rules: [{ id: 'code', type: 'CODE', kind: 'keywords', keywords: ['falcon'] }],
      allowKeys: ['contact'],
    },
  ],
];

test.each(RULES)('rewritten is as if it had come through the rules: %s', async (_, rules) => {
  const data = [personalData('zl'), personalData('zm', 3)];
  const calls = modelCalls();
  const early = await openForPast();
  await early.client.redaction.set({ projectId: early.projectId, ...rules, mode: 'on' });
  await sendEach(early.url, data, calls);
  const late = await openForPast();
  await sendEach(late.url, data, calls);
  await late.client.redaction.set({ projectId: late.projectId, ...rules });
  const { found } = await late.rewrite();
  expect(found).toBeGreaterThan(10);
  const [wanted, got] = [early, late].map(({ dataDir, projectId }) =>
    contentOf(dataDir, projectId),
  );
  expect(got).toEqual(wanted);
});

test('costs stay as they were on arrival, and go with what they were made of', async () => {
  const { client, projectId, url, rewrite } = await openForPast();
  await post(url, 'traces', modelCalls());
  const costs = async () => {
    const { traces } = await client.traces.list({ projectId, filter: {}, sort: 'start' });
    return new Map(traces.map(({ traceId, costUsd }) => [traceId, costUsd]));
  };
  const before = await costs();
  expect([...before.values()].filter((cost) => cost !== null).length).toBeGreaterThan(6);
  // Prices of today are not those of then.
  await client.prices.set({ provider: 'openai', model: 'gpt-4o', input: 1000, output: 1000 });
  await client.redaction.set({ projectId, types: ['CREDIT_CARD', 'SECRET'] });
  expect((await rewrite()).found).toBeGreaterThan(10);
  expect(await costs()).toEqual(before);

  await client.redaction.set({ projectId, dropKeys: ['gen_ai.usage.*'] });
  await rewrite();
  expect([...(await costs()).values()].filter((cost) => cost !== null)).toEqual([]);
});
