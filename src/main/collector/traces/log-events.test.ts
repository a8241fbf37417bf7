import { expect, it } from 'vitest';
import { storedSpan } from '../../../../test/support/stored-spans.ts';
import { decodeLogs } from '../otlp/decode-logs.ts';
import { jsonToProtobuf } from '../otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS } from '../otlp/types.ts';
import type { ExportBatch, StoredRecord } from '../store/types.ts';
import { genAiLogEvents } from './log-events.ts';
import { spanDetail } from './span-detail.ts';
import { valueAt } from './value-at.ts';

interface JsonLog {
  readonly eventName?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const text = (value: string) => ({ stringValue: value });
const map = (members: Readonly<Record<string, object>>) => ({
  kvlistValue: { values: Object.entries(members).map(([key, value]) => ({ key, value })) },
});

/** Log records as the store hands them out, in one batch. */
async function* batchOf(records: readonly JsonLog[]): AsyncGenerator<ExportBatch> {
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] };
  const { body } = jsonToProtobuf('logs', JSON.stringify(request), DEFAULT_DECODE_LIMITS);
  const decoded = decodeLogs(body, {
    limits: DEFAULT_DECODE_LIMITS,
    redact: (_kind, bytes) => bytes,
  });
  const none = new Uint8Array();
  const context = { resource: none, resourceSchemaUrl: '', scope: none, scopeSchemaUrl: '' };
  const stored: StoredRecord[] = decoded.records.map(({ bytes }) => ({ bytes, ...context }));
  yield { signal: 'logs', records: stored };
}

const chat = storedSpan({
  attributes: [{ key: 'gen_ai.operation.name', value: text('chat') }],
});

it('finds the messages of a span among its ordinary log records', async () => {
  const events = await genAiLogEvents(
    batchOf([
      { body: text('request starts, see gen_ai.user.message') },
      { eventName: 'gen_ai.user.message', body: map({ content: text('Hi') }) },
      { body: text('something else') },
      {
        eventName: 'gen_ai.choice',
        body: map({ finish_reason: text('stop'), message: map({ content: text('Hello') }) }),
      },
    ]),
  );
  expect(events.map(({ name }) => name)).toEqual(['gen_ai.user.message', 'gen_ai.choice']);
  const { llm, events: shown } = spanDetail(chat, events);
  expect(llm?.input).toMatchObject([{ role: 'user', parts: [{ kind: 'text', text: 'Hi' }] }]);
  expect(llm?.output).toMatchObject([{ role: 'assistant', parts: [{ text: 'Hello' }] }]);
  // They are log records still: the list of events is the span's own.
  expect(shown).toEqual([]);
});

it('gives a long answer whole', async () => {
  const answer = 'words '.repeat(30_000);
  const message = map({ role: text('assistant'), content: text(answer) });
  const events = await genAiLogEvents(
    batchOf([{ eventName: 'gen_ai.choice', body: map({ message }) }]),
  );
  const { llm, llmShortened } = spanDetail(chat, events);
  expect(JSON.stringify(llm).length).toBeLessThan(40_000);
  const shortened = llmShortened['/output/0/parts/0/text']!;
  expect(shortened.length).toBe(answer.length);
  expect(await valueAt(chat, shortened.path, events).text()).toBe(answer);
});
