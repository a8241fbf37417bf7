import { expect, it } from 'vitest';
import { readTelemetry } from '../../../src/main/collector/formats/read-file.ts';
import { attribute, readFormats } from '../../support/read-formats.ts';

const AT = '2026-05-01T10:00:00.000Z';
const LATER = '2026-05-01T10:00:02.500Z';
const event = (type: string, body: object) => ({ id: 'e', type, timestamp: AT, body });

const BEGUN = [
  event('trace-create', { id: 't1', name: 'chat', userId: 'u1' }),
  event('generation-create', { id: 'g1', traceId: 't1', name: 'answer', startTime: AT }),
];
const WENT_ON = [
  event('generation-update', { id: 'g1', endTime: LATER, output: 'yes', name: null }),
  event('span-create', { id: 's1', traceId: 'elsewhere', startTime: AT }),
  event('sdk-log', { log: 'sent' }),
];

it('puts traces together from the events of Langfuse, in one batch, in several or by themselves', async () => {
  const files = [
    JSON.stringify({ batch: [...BEGUN, ...WENT_ON], metadata: {} }),
    [{ batch: BEGUN }, { batch: WENT_ON }].map((batch) => JSON.stringify(batch)).join('\n'),
    JSON.stringify([...BEGUN, ...WENT_ON]),
  ];
  for (const file of files) {
    const { spans, problems, formats } = await readFormats(file);
    expect(problems).toEqual([]);
    expect(formats).toEqual(['Langfuse']);
    const answer = spans.find(({ name }) => name === 'answer');
    const root = spans.find(({ name }) => name === 'chat');
    expect(answer).toMatchObject({
      startTimeUnixNano: '1777629600000000000',
      endTimeUnixNano: '1777629602500000000',
      parentSpanId: root!['spanId'],
    });
    expect(attribute(answer, 'langfuse.observation.output')).toBe('yes');
    expect(attribute(root, 'user.id')).toBe('u1');
    expect(spans).toHaveLength(3);
  }
});

it('tells of an update whose beginning is elsewhere', async () => {
  const { spans, problems } = await readFormats(JSON.stringify({ batch: WENT_ON }));
  expect(spans).toHaveLength(1);
  expect(problems).toMatchObject([
    { reason: 'it changes an observation whose beginning is not in the file', records: 1 },
  ]);
});

it('takes scores for what they are: annotations of the trace, after its spans', async () => {
  const trace = { id: 't1', name: 'chat', timestamp: AT, htmlPath: '/t1' };
  const score = {
    id: 'sc1',
    traceId: 't1',
    projectId: 'p',
    name: 'quality',
    source: 'API',
    timestamp: AT,
  };
  const scores = [
    { ...score, value: 0.5, dataType: 'NUMERIC', comment: 'so-so' },
    { ...score, value: 1, dataType: 'BOOLEAN' },
    { ...score, value: 2, stringValue: 'good', dataType: 'CATEGORICAL', observationId: 'o1' },
  ];
  const file = Buffer.from([...scores, trace].map((row) => JSON.stringify(row)).join('\n'));
  const found = [];
  const pieces = async function* () {
    yield file;
  };
  for await (const one of readTelemetry(pieces())) if (one.kind !== 'format') found.push(one);
  expect(found.map(({ kind }) => kind)).toEqual([
    'request',
    'annotation',
    'annotation',
    'annotation',
  ]);
  const said = found.flatMap((one) => (one.kind === 'annotation' ? [JSON.parse(one.json)] : []));
  expect(said).toMatchObject([
    { kind: 'score', name: 'quality', value: 0.5, comment: 'so-so', at: AT, spanId: null },
    { value: true, by: 'API' },
    { value: 'good', spanId: expect.stringMatching(/^[0-9a-f]{16}$/) },
  ]);
});

it('reads enriched rows of the export to a blob store', async () => {
  const row = {
    id: 'o1',
    trace_id: 't1',
    type: 'GENERATION',
    start_time: '2026-05-01 10:00:00.000000',
    trace_name: 'chat',
    session_id: 's1',
    usage_details: { input: 3 },
  };
  const { spans, problems } = await readFormats(JSON.stringify(row));
  expect(problems).toEqual([]);
  expect(attribute(spans[0], 'langfuse.trace.name')).toBe('chat');
  expect(attribute(spans[0], 'session.id')).toBe('s1');
});
