import type { MessageKind } from '../otlp/protobuf-to-json.ts';
import type { AttributePlace } from './message-keys.ts';

/** Where a message has its attributes, and which messages inside it have some. Numbers are tags, see `wire.ts`. */
export interface RecordShape {
  readonly place: AttributePlace;
  /** Tag of the attributes; 0 for a message that has none itself. */
  readonly attributes: number;
  /** Tag of the name by which messages are known; 0 where there is none. */
  readonly name: number;
  /** Tag of a log record's body; 0 for all others. */
  readonly body: number;
  /** Tag of entities, which name attributes by their keys; 0 where there are none. */
  readonly entities: number;
  /** Messages inside, by tag, with what their list is called in paths. */
  readonly inner: Readonly<Record<number, { readonly list: string; readonly shape: RecordShape }>>;
}

/** Tag of a length-delimited field. */
const delimited = (field: number): number => (field << 3) | 2;

function shape(
  place: AttributePlace,
  attributes: number,
  inner: RecordShape['inner'] = {},
  { name = 0, body = 0, entities = 0 } = {},
): RecordShape {
  const tag = attributes === 0 ? 0 : delimited(attributes);
  return { place, attributes: tag, name, body, entities, inner };
}

const within = (field: number, of: RecordShape, list = '') => ({
  [delimited(field)]: { list, shape: of },
});

const EXEMPLAR = shape('metric', 7);
/** Data of a metric: a list of points in field 1. */
const data = (attributes: number, exemplars: number): RecordShape =>
  shape('metric', 0, within(1, shape('metric', attributes, within(exemplars, EXEMPLAR))));

/** The records that are stored; field numbers of opentelemetry-proto 1.11. */
export const RECORD_SHAPES: Readonly<Record<MessageKind, RecordShape>> = {
  resource: shape('resource', 1, {}, { entities: delimited(3) }),
  scope: shape('scope', 3),
  span: shape('span', 9, {
    ...within(11, shape('event', 3, {}, { name: delimited(2) }), 'events'),
    ...within(13, shape('link', 4), 'links'),
  }),
  log: shape('log', 6, {}, { name: delimited(12), body: delimited(5) }),
  metric: shape('metric', 12, {
    ...within(5, data(7, 5)),
    ...within(7, data(7, 5)),
    ...within(9, data(9, 8)),
    ...within(10, data(1, 11)),
    ...within(11, shape('metric', 0, within(1, shape('metric', 7)))),
  }),
};
