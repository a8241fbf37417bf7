import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  nat,
  option,
  record,
} from 'fast-check';
import { expect, test } from 'vitest';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import {
  logSegment,
  metricSegment,
  NOON_MS,
  NOON_NS,
  spanId,
  spanSegment,
  traceId,
} from '../store-read/otlp-segments.ts';
import { everyRead } from './every-read.ts';

const TRACES = 6;

/** Few traces, ids and times, so that spans repeat, tie, and lie under spans that came in other requests. */
const span = record({
  trace: nat(TRACES - 1),
  id: nat(40),
  parent: option(nat(40)),
  name: constantFrom('GET /', 'POST /chat', 'Straße'),
  startNs: integer({ min: 0, max: 4 }).map((step) => NOON_NS + BigInt(step) * 1_000_000_123n),
  durationNs: nat(3_000_000).map(BigInt),
  failed: boolean(),
  usage: constantFrom('none' as const, 'call' as const, 'silent' as const),
  model: constantFrom('small', 'large'),
  tokens: nat(50),
});
type Sketch = typeof span extends { generate(...args: never): { value: infer T } } ? T : never;

const request = record({
  spans: array(span, { minLength: 1, maxLength: 6 }),
  service: constantFrom('api', 'worker'),
  environment: constantFrom('dev', 'prod'),
});

const attributesOf = ({ id, usage, model, tokens }: Sketch): Record<string, string | number> => ({
  shared: `v${id % 3}`,
  own: String(id),
  'session.id': `s${id % 2}`,
  ...(usage !== 'none' && { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model }),
  ...(usage === 'call' && { 'gen_ai.usage.input_tokens': tokens, 'gen_ai.usage.output_tokens': 3 }),
});

const segmentOf = ({
  spans,
  service,
  environment,
}: {
  readonly spans: readonly Sketch[];
  readonly service: string;
  readonly environment: string;
}) =>
  spanSegment(
    spans.map((sketch) => ({
      trace: traceId(sketch.trace),
      span: spanId(sketch.trace * 100 + sketch.id),
      ...(sketch.parent !== null && { parent: spanId(sketch.trace * 100 + sketch.parent) }),
      name: sketch.name,
      startNs: sketch.startNs,
      durationNs: sketch.durationNs,
      ...(sketch.failed && { error: 'no' }),
      attributes: attributesOf(sketch),
    })),
    service,
    { 'deployment.environment.name': environment },
  );

test('every read of packed days finds what it found before, repeated spans among it', async () => {
  await assert(
    asyncProperty(array(request, { minLength: 10, maxLength: 30 }), async (requests) => {
      const { store, setNow } = await openTestStore();
      for (const [n, each] of requests.entries()) {
        // Two days, and arrivals on both sides of midnight in the first file.
        setNow(NOON_MS + (n % 3 === 0 ? 86_400_000 : 0));
        await store.append(PROJECT, segmentOf(each));
        const timeNs = NOON_NS + BigInt(n % 5) * 1000n;
        const logs = [
          { trace: traceId(n % TRACES), timeNs, text: `log ${n}` },
          { timeNs, text: 'o' },
        ];
        await store.append(PROJECT, logSegment(logs));
        await store.append(PROJECT, metricSegment(`metric ${n % 3}`, [timeNs]));
      }
      const before = await everyRead(store);
      const days = await store.days.list(PROJECT);
      const { signal } = new AbortController();
      for (const { signal: kind, day } of days) {
        const place = { projectId: PROJECT, signal: kind, day };
        const result = await store.days.pack(place, { signal, mayReplace: () => true });
        expect(result.state).toBe('packed');
      }
      expect(await everyRead(store)).toEqual(before);
      const packed = await store.days.list(PROJECT);
      for (const [i, { packed: by, bytes, settledBytes, ...rest }] of packed.entries()) {
        const { bytes: _bytes, settledBytes: _settled, ...unpacked } = days[i]!;
        expect(rest).toEqual({ ...unpacked, generation: 1 });
        expect(by?.records).toBe(rest.records);
        // Of a log nothing is left.
        expect(bytes).toBe(settledBytes);
      }
      expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
      for (const each of requests) {
        const { duplicates } = await store.append(PROJECT, segmentOf(each));
        expect(duplicates).toEqual([each.spans.length]);
      }
      await store.close();
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
