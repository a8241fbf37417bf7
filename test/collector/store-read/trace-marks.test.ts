import { expect, test } from 'vitest';
import { openTestStore, PROJECT } from './open-test-store.ts';
import { logSegment, NOON_NS, spanId, spanSegment, traceId } from './otlp-segments.ts';

const TRACE = traceId(1);
const EXCEPTION = { 'exception.type': 'TypeError', 'exception.message': 'no\n card' };

test('events and logs of a trace are told in short, those of other traces are not', async () => {
  const { store } = await openTestStore();
  await store.append(
    PROJECT,
    spanSegment([
      { trace: TRACE, span: spanId(1), events: [{ name: 'retry' }, { name: 'done' }] },
      {
        trace: TRACE,
        span: spanId(2),
        events: [{ name: 'exception', attributes: EXCEPTION }],
      },
      { trace: TRACE, span: spanId(3) },
      { trace: traceId(2), span: spanId(4), events: [{ name: 'elsewhere' }] },
    ]),
  );
  await store.append(
    PROJECT,
    logSegment([
      { trace: TRACE, span: spanId(3), timeNs: NOON_NS + 5n, text: 'x'.repeat(500) },
      { trace: TRACE, timeNs: NOON_NS + 6n, text: 'of the trace' },
      { trace: traceId(2), span: spanId(4), timeNs: NOON_NS, text: 'elsewhere' },
      { timeNs: NOON_NS, text: 'of no trace' },
    ]),
  );
  const { marks, isCut } = await store.traceMarks(PROJECT, TRACE);
  expect(isCut).toBe(false);
  const short = marks.map(({ kind, spanId: of, text: line }) => [kind, of, line]);
  expect(short).toEqual([
    ['event', spanId(1), 'retry'],
    ['event', spanId(1), 'done'],
    ['exception', spanId(2), 'TypeError: no card'],
    ['log', spanId(3), 'x'.repeat(200)],
    ['log', '', 'of the trace'],
  ]);
  expect(marks[3]!.timeUnixNano).toBe(String(NOON_NS + 5n));
  expect((await store.traceMarks(PROJECT, traceId(9))).marks).toEqual([]);
});

test('of very many only the first are told, and that they are not all', async () => {
  const { store } = await openTestStore();
  const events = Array.from({ length: 600 }, (_, i) => ({ name: `event ${i}` }));
  const spans = Array.from({ length: 10 }, (_, n) => ({ trace: TRACE, span: spanId(n), events }));
  await store.append(PROJECT, spanSegment(spans));
  await store.append(
    PROJECT,
    logSegment([{ trace: TRACE, span: spanId(3), timeNs: NOON_NS, text: 'a log' }]),
  );
  const { marks, isCut } = await store.traceMarks(PROJECT, TRACE);
  expect(isCut).toBe(true);
  expect(marks).toHaveLength(5_001);
  expect(marks.at(-1)!.text).toBe('a log');
});
