import { RESOURCE, SCOPE } from './schema-common.ts';
import { LOG_RECORD } from './schema-logs.ts';
import { METRIC } from './schema-metrics.ts';
import { SPAN } from './schema-traces.ts';
import { many, message, one, type Message } from './schema.ts';
import type { Signal } from './types.ts';

/**
 * The request message of each signal. TracesData, LogsData and MetricsData, which files hold, have the same fields.
 */
export const REQUESTS: Readonly<Record<Signal, Message>> = {
  traces: request('Spans', 'spans', () => SPAN),
  logs: request('Logs', 'logRecords', () => LOG_RECORD),
  metrics: request('Metrics', 'metrics', () => METRIC),
};

/** Builds the three levels around the records; the lengths guessed are those of a batch of some hundred records. */
function request(noun: string, records: string, record: () => Message): Message {
  const scopeGroup = message(`Scope${noun}`, {
    scope: [1, 'message', { ...one(() => SCOPE), formerly: 'instrumentationLibrary' }],
    [records]: [2, 'message', { ...many(record), records: true, lengthBytes: 2 }],
    schemaUrl: [3, 'string'],
  });
  const resourceGroup = message(`Resource${noun}`, {
    resource: [1, 'message', one(() => RESOURCE)],
    [`scope${noun}`]: [
      2,
      'message',
      { ...many(() => scopeGroup), lengthBytes: 3, formerly: `instrumentationLibrary${noun}` },
    ],
    schemaUrl: [3, 'string'],
  });
  return message(`Export${noun}`, {
    [`resource${noun}`]: [1, 'message', { ...many(() => resourceGroup), lengthBytes: 3 }],
  });
}
