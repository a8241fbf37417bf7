import { ANY_VALUE, KEY_VALUE } from './schema-common.ts';
import { many, message, one } from './schema.ts';

// opentelemetry-proto 1.11, logs.proto.

const SEVERITIES = Object.fromEntries([
  ['SEVERITY_NUMBER_UNSPECIFIED', 0],
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((level, index) =>
    ['', '2', '3', '4'].map(
      (step, offset) => [`SEVERITY_NUMBER_${level}${step}`, index * 4 + offset + 1] as const,
    ),
  ),
]);

export const LOG_RECORD = message('LogRecord', {
  timeUnixNano: [1, 'fixed64'],
  severityNumber: [2, 'enum', { names: SEVERITIES }],
  severityText: [3, 'string'],
  body: [5, 'message', one(() => ANY_VALUE)],
  attributes: [6, 'message', many(() => KEY_VALUE)],
  droppedAttributesCount: [7, 'uint32'],
  flags: [8, 'fixed32'],
  traceId: [9, 'hex'],
  spanId: [10, 'hex'],
  observedTimeUnixNano: [11, 'fixed64'],
  eventName: [12, 'string'],
});
