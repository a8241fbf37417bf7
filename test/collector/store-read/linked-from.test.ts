import { expect, test } from 'vitest';
import type { LinkCursor } from '../../../src/shared/contract/traces.ts';
import type { LinkingQuery } from '../../../src/main/collector/store/types.ts';
import { linkHash, LINKS_HASHED } from '../../../src/main/collector/otlp/link-hash.ts';
import { packBody, unpackBody } from '../../../src/main/collector/store/segment/body.ts';
import { buildFilter, mayHoldHash } from '../../../src/main/collector/store/segment/filter.ts';
import { openTestStore, PROJECT } from './open-test-store.ts';
import { NOON_NS, spanId, type SpanSketch, spanSegment, traceId } from './otlp-segments.ts';

const TARGET = { projectId: PROJECT, traceId: traceId(0), spanId: spanId(0), limit: 50 };
const toTarget = { trace: TARGET.traceId, span: TARGET.spanId };
const second = (n: number): bigint => NOON_NS + BigInt(n) * 1_000_000_000n;
const linking = (n: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
  trace: traceId(n),
  span: spanId(n),
  name: `job ${n}`,
  startNs: second(n),
  links: [toTarget],
  ...more,
});

test('spans with a link to a span are found from any trace and day, the latest first', async () => {
  const { store } = await openTestStore();
  const dayLater = second(86_400);
  await store.append(
    PROJECT,
    spanSegment([
      linking(1),
      linking(2, { links: [{ trace: traceId(7), span: spanId(7) }, toTarget], error: 'no' }),
      // The trace and the span are named, but not by one link.
      linking(3, {
        links: [
          { ...toTarget, span: spanId(9) },
          { ...toTarget, trace: traceId(9) },
        ],
      }),
      linking(4, { links: [] }),
      { trace: TARGET.traceId, span: TARGET.spanId, startNs: second(0) },
      linking(5, { trace: TARGET.traceId, links: [toTarget, toTarget] }),
    ]),
  );
  await store.append(PROJECT, spanSegment([linking(6, { startNs: dayLater })], 'worker'));
  await store.append('prj_000000000002', spanSegment([linking(8)]));
  const { spans, next } = await store.linkedFrom(TARGET);
  expect(next).toBeNull();
  expect(spans.map(({ name }) => name)).toEqual(['job 6', 'job 5', 'job 2', 'job 1']);
  expect(spans[0]).toEqual({
    traceId: traceId(6),
    spanId: spanId(6),
    name: 'job 6',
    service: 'worker',
    startUs: Number(dayLater / 1000n),
    durationUs: 1000,
    status: 'ok',
  });
  expect(spans[2]!.status).toBe('error');
  expect((await store.linkedFrom({ ...TARGET, spanId: spanId(9) })).spans).toHaveLength(1);
  expect((await store.linkedFrom({ ...TARGET, traceId: traceId(99) })).spans).toEqual([]);
  const within = { fromUs: Number(second(2) / 1000n), toUs: Number(second(5) / 1000n) };
  const some = await store.linkedFrom({ ...TARGET, ...within });
  expect(some.spans.map(({ name }) => name)).toEqual(['job 2']);
});

test('pages hold every linking span once, however segments and start times lie', async () => {
  const { store } = await openTestStore();
  // Segments whose times overlap, and many spans of the same start.
  for (let segment = 0; segment < 5; segment++) {
    const spans = Array.from({ length: 30 }, (_, i) => {
      const n = 1 + segment * 30 + i;
      return linking(n, { startNs: second((i * 7 + segment) % 11) });
    });
    await store.append(PROJECT, spanSegment(spans));
  }
  // A span that arrives twice is one span.
  await store.append(PROJECT, spanSegment([linking(1, { startNs: second(0) })]));
  const seen: LinkCursor[] = [];
  let after: LinkingQuery['after'];
  do {
    const page = await store.linkedFrom({ ...TARGET, limit: 17, after });
    expect(page.spans.length).toBeLessThanOrEqual(17);
    seen.push(...page.spans);
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(seen).toHaveLength(150);
  expect(new Set(seen.map((span) => span.spanId)).size).toBe(150);
  const starts = seen.map(({ startUs }) => startUs);
  expect(starts).toEqual(starts.toSorted((a, b) => b - a));
});

test('links in segments of before, whose filters know nothing of links, are found too', async () => {
  const { store } = await openTestStore();
  const made = spanSegment([linking(1)]);
  const body = unpackBody(made.parts.body!);
  const before = packBody({ ...body, filter: buildFilter([[1, 2, 3]]) });
  await store.append(PROJECT, { ...made, parts: { ...made.parts, body: before } });
  expect((await store.linkedFrom(TARGET)).spans).toHaveLength(1);
});

/** Whether the filter of a segment with these spans says that one of them may link to the target. */
const mayLink = (spans: SpanSketch[]): boolean => {
  const { filter } = unpackBody(spanSegment(spans).parts.body!);
  expect(LINKS_HASHED.every((mark) => mayHoldHash(filter, mark))).toBe(true);
  return mayHoldHash(filter, linkHash(Buffer.from(TARGET.traceId, 'hex'), 0));
};

test('a filter tells of links, so that segments without one are not read', () => {
  expect(mayLink([linking(1)])).toBe(true);
  const others = Array.from({ length: 50 }, (_, n) => mayLink([linking(n + 1, { links: [] })]));
  expect(others.filter(Boolean).length).toBeLessThan(5);
});
