import { many, message, one, ONEOF, REPEATED, type Message } from './schema.ts';

// opentelemetry-proto 1.11, common.proto and resource.proto.

export const ANY_VALUE: Message = message('AnyValue', {
  stringValue: [1, 'string', ONEOF],
  boolValue: [2, 'bool', ONEOF],
  intValue: [3, 'int64', ONEOF],
  doubleValue: [4, 'double', ONEOF],
  arrayValue: [5, 'message', { ...one(() => ARRAY), ...ONEOF }],
  kvlistValue: [6, 'message', { ...one(() => KEY_VALUE_LIST), ...ONEOF }],
  bytesValue: [7, 'bytes', ONEOF],
});
const ARRAY: Message = message('ArrayValue', { values: [1, 'message', many(() => ANY_VALUE)] });
export const KEY_VALUE: Message = message('KeyValue', {
  key: [1, 'string'],
  value: [2, 'message', one(() => ANY_VALUE)],
});
const KEY_VALUE_LIST: Message = message('KeyValueList', {
  values: [1, 'message', many(() => KEY_VALUE)],
});
const ENTITY_REF = message('EntityRef', {
  schemaUrl: [1, 'string'],
  type: [2, 'string'],
  idKeys: [3, 'string', REPEATED],
  descriptionKeys: [4, 'string', REPEATED],
});
export const RESOURCE = message('Resource', {
  attributes: [1, 'message', many(() => KEY_VALUE)],
  droppedAttributesCount: [2, 'uint32'],
  entityRefs: [3, 'message', many(() => ENTITY_REF)],
});
export const SCOPE = message('InstrumentationScope', {
  name: [1, 'string'],
  version: [2, 'string'],
  attributes: [3, 'message', many(() => KEY_VALUE)],
  droppedAttributesCount: [4, 'uint32'],
});
