import { describe, expect, it } from 'vitest';
import type { AttributeValue, DecodedLogRecord, DecodedSpan } from '../telemetry.ts';
import { genAiEventsOf } from './log-events.ts';
import { conversationOf } from './messages.ts';

const text = (value: string): AttributeValue => ({ type: 'string', value });
const map = (members: Readonly<Record<string, AttributeValue>>): AttributeValue => ({
  type: 'kvlist',
  value: Object.entries(members).map(([key, value]) => ({ key, value })),
});

const span: DecodedSpan = {
  traceId: '1'.repeat(32),
  spanId: '1'.repeat(16),
  parentSpanId: '',
  traceState: '',
  name: 'chat gpt-4o',
  kind: 3,
  startTimeUnixNano: '1',
  endTimeUnixNano: '2',
  attributes: [],
  droppedAttributesCount: 0,
  events: [],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
  status: { code: 0, message: '' },
  flags: 0,
};

function log(
  eventName: string,
  body: AttributeValue,
  attributes: DecodedLogRecord['attributes'] = [],
): DecodedLogRecord {
  return {
    timeUnixNano: '0',
    observedTimeUnixNano: '5',
    severityNumber: 9,
    severityText: '',
    eventName,
    body,
    attributes,
    droppedAttributesCount: 0,
    flags: 0,
    traceId: span.traceId,
    spanId: span.spanId,
  };
}

function heard(records: readonly DecodedLogRecord[]): unknown {
  const view = conversationOf({ ...span, events: genAiEventsOf(records) });
  return [...(view?.input ?? []), ...(view?.output ?? [])].map(({ role, parts }) => [
    role,
    ...parts,
  ]);
}

describe('genAiEventsOf', () => {
  it('reads one log record a message, and why the model stopped', () => {
    const message = map({ role: text('assistant'), content: text('Hello') });
    const records = [
      log('', map({ content: text('Hi') }), [
        { key: 'event.name', value: text('gen_ai.user.message') },
      ]),
      log('app.started', text('x')),
      log(
        'gen_ai.choice',
        map({ index: { type: 'int', value: '0' }, finish_reason: text('stop'), message }),
      ),
    ];
    expect(heard(records)).toEqual([
      ['user', { kind: 'text', text: 'Hi' }],
      ['assistant', { kind: 'text', text: 'Hello' }],
    ]);
    expect(genAiEventsOf(records).map(({ timeUnixNano }) => timeUnixNano)).toEqual(['5', '5']);
  });

  it('reads the details event of the current conventions', () => {
    const messages = text('[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]');
    const record = log(
      'gen_ai.client.inference.operation.details',
      { type: 'empty', value: null },
      [{ key: 'gen_ai.input.messages', value: messages }],
    );
    expect(heard([record])).toEqual([['user', { kind: 'text', text: 'Hi' }]]);
  });

  it('reads a body of JSON text', () => {
    expect(heard([log('gen_ai.user.message', text('{"role":"user","content":"Hi"}'))])).toEqual([
      ['user', { kind: 'text', text: 'Hi' }],
    ]);
  });
});
