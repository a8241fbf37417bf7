import { expect, test } from 'vitest';
import type { Output } from '../../../src/main/headless/output.ts';
import { printLinking, printMarks } from '../../../src/main/headless/print-trace.ts';
import { postTraces } from '../../support/export-request.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

/** An output that keeps what it is given. */
function keeping(json: boolean): Output & { readonly values: unknown[]; readonly texts: string[] } {
  const values: unknown[] = [];
  const texts: string[] = [];
  const result = (value: unknown, text: string) => {
    values.push(value);
    texts.push(text);
  };
  return { json, values, texts, result, note: (text) => texts.push(text) };
}

test('marks of a trace come in the order of time, and spans that link to one the latest first', async () => {
  const { client, url } = await openTestCollector();
  const { projects } = await client.projects.list();
  const projectId = projects[0]!.id;
  const [traceId, spanId] = [newTraceId(), newSpanId()];
  const startMs = Date.parse('2026-03-01T12:00:00Z');
  const times = (atMs: number) => ({
    startTimeUnixNano: `${startMs + atMs}000000`,
    endTimeUnixNano: `${startMs + atMs + 5}000000`,
  });
  const event = (name: string, atMs: number) => ({ name, timeUnixNano: `${startMs + atMs}000000` });
  const linking = (name: string, atMs: number) => ({
    traceId: newTraceId(),
    spanId: newSpanId(),
    name,
    ...times(atMs),
    links: [{ traceId, spanId }],
  });
  const events = [event('late\u009b31m', 3), event('early\u202e', 1)];
  const spans = [
    { traceId, spanId, name: 'root', ...times(0), events },
    linking('first', 10),
    linking('second', 20),
  ];
  const sent = await postTraces(url, { resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect(sent.status).toBe(200);

  const told = keeping(true);
  await printMarks(client, told, { projectId, traceId });
  expect(told.values).toMatchObject([{ text: 'early\u202e' }, { text: 'late\u009b31m' }]);
  const shown = keeping(false);
  await printMarks(client, shown, { projectId, traceId });
  expect(shown.texts[0]!.split('\n').slice(1)).toEqual([
    expect.stringMatching(/^2026-03-01T12:00:00\.001Z +event +\S+ +early\\u202e$/),
    expect.stringMatching(/^2026-03-01T12:00:00\.003Z +event +\S+ +late\\u009b31m$/),
  ]);
  const links = keeping(true);
  await printLinking(client, links, { projectId, traceId, spanId });
  expect(links.values).toMatchObject([{ name: 'second' }, { name: 'first' }]);
});
