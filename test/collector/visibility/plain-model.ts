import type {
  JsonObject,
  JsonValue,
  MessageKind,
} from '../../../src/main/collector/otlp/protobuf-to-json.ts';
import type {
  HiddenAttributes,
  Verdict,
} from '../../../src/main/collector/visibility/hidden-attributes.ts';
import { carriesMessage } from '../../../src/main/collector/visibility/message-keys.ts';
import { HIDDEN_VALUE, type AttributeScope } from '../../../src/shared/visibility.ts';

/** A glob as a regular expression: the slow and obvious way. */
export function globExpression(pattern: string): RegExp {
  const source = [...pattern].map((letter) => {
    if (letter === '*') return '[^]*';
    return letter === '?' ? '[^]' : letter.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source.join('')}$`, 'u');
}

/** What the rules say about one key: all of them are asked, and the one that shows least counts. */
function plainVerdict(
  { rules }: HiddenAttributes,
  place: AttributeScope,
  keys: readonly string[],
  isMessage: boolean,
): Verdict | null {
  const covering = rules
    .filter(({ scopes }) => scopes.includes(place) || (isMessage && scopes.includes('message')))
    .filter(({ match, pattern }) =>
      keys.some((key) => {
        if (match === 'exact') return key === pattern;
        return match === 'prefix' ? key.startsWith(pattern) : globExpression(pattern).test(key);
      }),
    );
  const verdicts = new Set(covering.map(({ verdict }) => verdict));
  return (['key', 'value', 'seen'] as const).find((verdict) => verdicts.has(verdict)) ?? null;
}

type Json = JsonValue | undefined;

const listOf = (value: Json): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
const objectOf = (value: Json): JsonObject => value as JsonObject;
const textOf = (value: Json): string => (typeof value === 'string' ? value : '');

/** Hides what is to be hidden in the OTLP/JSON of a record, level by level. */
export function hideInJson(
  hidden: HiddenAttributes,
  kind: MessageKind,
  json: JsonObject,
): JsonObject {
  switch (kind) {
    case 'resource':
    case 'scope':
      return { ...json, ...attributesIn(hidden, kind, json, false) };
    case 'span':
      return {
        ...json,
        ...attributesIn(hidden, 'span', json, false),
        ...lists(json, 'events', (event) => ({
          ...event,
          ...attributesIn(hidden, 'event', event, textOf(event['name']).startsWith('gen_ai.')),
        })),
        ...lists(json, 'links', (link) => ({
          ...link,
          ...attributesIn(hidden, 'link', link, false),
        })),
      };
    case 'log': {
      const inMessage = textOf(json['eventName']).startsWith('gen_ai.');
      return {
        ...json,
        ...attributesIn(hidden, 'log', json, inMessage),
        ...body(hidden, json, inMessage),
      };
    }
    case 'metric':
      return metric(hidden, json);
  }
}

function body(hidden: HiddenAttributes, json: JsonObject, inMessage: boolean): JsonObject {
  if (json['body'] === undefined) return {};
  const verdict = plainVerdict(hidden, 'log', ['body'], inMessage);
  if (verdict === 'key') return { body: undefined as unknown as JsonValue };
  if (verdict === 'value') return { body: { stringValue: HIDDEN_VALUE } };
  const keys = { key: 'body', numbered: 'body' };
  return { body: nested(hidden, 'log', keys, objectOf(json['body']), inMessage) };
}

function metric(hidden: HiddenAttributes, json: JsonObject): JsonObject {
  const result: JsonObject = {
    ...json,
    ...attributesIn(hidden, 'metric', json, false, 'metadata'),
  };
  for (const name of ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary']) {
    if (json[name] === undefined) continue;
    const data = objectOf(json[name]);
    result[name] = {
      ...data,
      ...lists(data, 'dataPoints', (point) => ({
        ...point,
        ...attributesIn(hidden, 'metric', point, false),
        ...lists(point, 'exemplars', (exemplar) => ({
          ...exemplar,
          ...attributesIn(hidden, 'metric', exemplar, false, 'filteredAttributes'),
        })),
      })),
    };
  }
  return result;
}

function lists(
  json: JsonObject,
  name: string,
  change: (item: JsonObject) => JsonObject,
): JsonObject {
  return json[name] === undefined ? {} : { [name]: listOf(json[name]).map(change) };
}

function attributesIn(
  hidden: HiddenAttributes,
  place: AttributeScope,
  json: JsonObject,
  inMessage: boolean,
  name = 'attributes',
): JsonObject {
  if (json[name] === undefined) return {};
  const kept = listOf(json[name]).flatMap((attribute) => {
    const key = textOf(attribute['key']);
    return keyValue(
      hidden,
      place,
      { key, numbered: key },
      attribute,
      carriesMessage(key, inMessage),
    );
  });
  // A list without elements is not written.
  return { [name]: kept.length === 0 ? (undefined as unknown as JsonValue) : kept };
}

interface Keys {
  readonly key: string;
  readonly numbered: string;
}

function keyValue(
  hidden: HiddenAttributes,
  place: AttributeScope,
  keys: Keys,
  attribute: JsonObject,
  isMessage: boolean,
): JsonObject[] {
  const verdict = plainVerdict(hidden, place, [keys.key, keys.numbered], isMessage);
  if (verdict === 'key') return [];
  if (verdict === 'value') return [{ ...attribute, value: { stringValue: HIDDEN_VALUE } }];
  if (attribute['value'] === undefined) return [attribute];
  return [
    { ...attribute, value: nested(hidden, place, keys, objectOf(attribute['value']), isMessage) },
  ];
}

function nested(
  hidden: HiddenAttributes,
  place: AttributeScope,
  { key, numbered }: Keys,
  value: JsonObject,
  isMessage: boolean,
): JsonObject {
  if (value['kvlistValue'] !== undefined) {
    const members = listOf(objectOf(value['kvlistValue'])['values']).flatMap((member) => {
      const own = textOf(member['key']);
      const keys = { key: `${key}.${own}`, numbered: `${numbered}.${own}` };
      return keyValue(hidden, place, keys, member, isMessage);
    });
    return { kvlistValue: members.length === 0 ? {} : { values: members } };
  }
  if (value['arrayValue'] !== undefined) {
    const elements = listOf(objectOf(value['arrayValue'])['values']).map((element, i) =>
      nested(hidden, place, { key, numbered: `${numbered}.${i}` }, element, isMessage),
    );
    return { arrayValue: elements.length === 0 ? {} : { values: elements } };
  }
  return value;
}
