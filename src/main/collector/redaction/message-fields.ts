/** What is done with a length-delimited field of a message. */
export type FieldPlan =
  /** Packed numbers: never touched. */
  | 'keep'
  /** An identifier of so many bytes: never touched. Of another length it is none, and may be a text. */
  | { readonly id: 8 | 16 }
  /** A string that people and programs fill. */
  | { readonly text: string }
  /** A KeyValue. */
  | 'attribute'
  /** An AnyValue; the name it is counted under. */
  | { readonly any: string }
  /** A message of its own. */
  | { readonly message: MessageFields };

/** Plans by field number (opentelemetry-proto 1.9); a field without one is not known to this version. */
export type MessageFields = Readonly<Record<number, FieldPlan>>;

const TRACE_ID = { id: 16 } as const;
const SPAN_ID = { id: 8 } as const;

const EXEMPLAR: MessageFields = { 4: SPAN_ID, 5: TRACE_ID, 7: 'attribute' };
const NUMBER_POINT: MessageFields = { 5: { message: EXEMPLAR }, 7: 'attribute' };
const HISTOGRAM_POINT: MessageFields = {
  6: 'keep',
  7: 'keep',
  8: { message: EXEMPLAR },
  9: 'attribute',
};
const BUCKETS = { message: { 2: 'keep' } } as const;
const EXPONENTIAL_POINT: MessageFields = {
  1: 'attribute',
  8: BUCKETS,
  9: BUCKETS,
  11: { message: EXEMPLAR },
};
/** Quantiles are numbers alone. */
const SUMMARY_POINT: MessageFields = { 6: { message: {} }, 7: 'attribute' };

const EVENT: MessageFields = { 2: { text: 'event.name' }, 3: 'attribute' };
const TRACE_STATE = { text: 'trace_state' };
const LINK: MessageFields = { 1: TRACE_ID, 2: SPAN_ID, 3: TRACE_STATE, 4: 'attribute' };
const STATUS: MessageFields = { 2: { text: 'status.message' } };

/** An EntityRef: names of keys, a type and an address. */
const ENTITY = { text: 'entity' };
const ENTITY_REF: MessageFields = { 1: ENTITY, 2: ENTITY, 3: ENTITY, 4: ENTITY };

/** The messages that pass through redaction, by the kind they are called with. */
export const RECORDS = {
  schema: { 3: { text: 'schema_url' } },
  resource: { 1: 'attribute', 3: { message: ENTITY_REF } },
  scope: { 1: { text: 'scope.name' }, 2: { text: 'scope.version' }, 3: 'attribute' },
  span: {
    1: TRACE_ID,
    2: SPAN_ID,
    3: TRACE_STATE,
    4: SPAN_ID,
    5: { text: 'name' },
    9: 'attribute',
    11: { message: EVENT },
    13: { message: LINK },
    15: { message: STATUS },
  },
  log: {
    3: { text: 'severity' },
    5: { any: 'body' },
    6: 'attribute',
    9: TRACE_ID,
    10: SPAN_ID,
    12: { text: 'event.name' },
  },
  metric: {
    1: { text: 'name' },
    2: { text: 'description' },
    3: { text: 'unit' },
    5: { message: { 1: { message: NUMBER_POINT } } },
    7: { message: { 1: { message: NUMBER_POINT } } },
    9: { message: { 1: { message: HISTOGRAM_POINT } } },
    10: { message: { 1: { message: EXPONENTIAL_POINT } } },
    11: { message: { 1: { message: SUMMARY_POINT } } },
    12: 'attribute',
  },
} as const satisfies Record<string, MessageFields>;
