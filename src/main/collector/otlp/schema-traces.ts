import { KEY_VALUE } from './schema-common.ts';
import { many, message, one } from './schema.ts';

// opentelemetry-proto 1.11, trace.proto.

const SPAN_KINDS = {
  SPAN_KIND_UNSPECIFIED: 0,
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};
const STATUS_CODES = { STATUS_CODE_UNSET: 0, STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2 };
const EVENT = message('Event', {
  timeUnixNano: [1, 'fixed64'],
  name: [2, 'string'],
  attributes: [3, 'message', many(() => KEY_VALUE)],
  droppedAttributesCount: [4, 'uint32'],
});
const LINK = message('Link', {
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  traceState: [3, 'string'],
  attributes: [4, 'message', many(() => KEY_VALUE)],
  droppedAttributesCount: [5, 'uint32'],
  flags: [6, 'fixed32'],
});
const STATUS = message('Status', {
  message: [2, 'string'],
  code: [3, 'enum', { names: STATUS_CODES }],
});
export const SPAN = message('Span', {
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  traceState: [3, 'string'],
  parentSpanId: [4, 'hex'],
  name: [5, 'string'],
  kind: [6, 'enum', { names: SPAN_KINDS }],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, 'message', many(() => KEY_VALUE)],
  droppedAttributesCount: [10, 'uint32'],
  events: [11, 'message', many(() => EVENT)],
  droppedEventsCount: [12, 'uint32'],
  links: [13, 'message', many(() => LINK)],
  droppedLinksCount: [14, 'uint32'],
  status: [15, 'message', one(() => STATUS)],
  flags: [16, 'fixed32'],
});
