import { AppError } from '../../../shared/errors.ts';
import { RAW_PATH } from '../../../shared/span-detail.ts';
import type { Attribute, AttributeValue, SpanEvent } from '../../../shared/telemetry.ts';
import { decodeResource, decodeScope, decodeSpan } from '../otlp/decode-detail.ts';
import type { StoredSpan } from '../store/types.ts';
import { recordsToJson } from '../transfer/records-to-json.ts';
import { jsonOf } from './llm-detail.ts';
import { stringAt } from './shorten-json.ts';

/** `attributes/3`, `events/0/attributes/1`, `resource/2`, each with `@offset` for a string inside its JSON text. */
const PATH = /^(attributes|resource|scope|(events|links)\/(\d+)\/attributes)\/(\d+)(?:@(\d+))?$/;

/**
 * The whole of a value that a span detail shortened, or (`raw`) the span as OTLP/JSON.
 *
 * Text comes as `text/plain`, bytes as they are, arrays and maps as JSON.
 * @param logEvents as given to `spanDetail`; they are counted on from the span's own events
 * @throws AppError `not_found` when the span has nothing at that path, `invalid` for what is no path
 */
export function valueAt(
  stored: StoredSpan,
  path: string,
  logEvents: readonly SpanEvent[] = [],
): Blob {
  if (path === RAW_PATH) {
    const json = JSON.stringify(recordsToJson({ signal: 'traces', records: [stored] }));
    return new Blob([json], { type: 'application/json' });
  }
  const match = PATH.exec(path);
  if (match === null) throw new AppError('invalid', `"${path}" is not the path of a value.`);
  const [, list, group, outer, index, offset] = match;
  const attributes = attributesAt(stored, group ?? list!, Number(outer ?? 0), logEvents);
  const value = attributes?.[Number(index)]?.value;
  if (value === undefined) throw missing(path);
  if (offset === undefined) return toBlob(value);
  const text = stringAt(value.type === 'string' ? value.value : jsonOf(value), Number(offset));
  if (text === undefined) throw missing(path);
  return new Blob([text], { type: 'text/plain;charset=utf-8' });
}

function attributesAt(
  stored: StoredSpan,
  list: string,
  index: number,
  logEvents: readonly SpanEvent[],
): readonly Attribute[] | undefined {
  switch (list) {
    case 'resource':
      return decodeResource(stored.resource).attributes;
    case 'scope':
      return decodeScope(stored.scope).attributes;
    case 'attributes':
      return decodeSpan(stored.bytes).attributes;
    case 'events':
      return [...decodeSpan(stored.bytes).events, ...logEvents][index]?.attributes;
    default:
      return decodeSpan(stored.bytes).links[index]?.attributes;
  }
}

function toBlob(value: AttributeValue): Blob {
  if (value.type === 'bytes') return new Blob([Buffer.from(value.value, 'base64')]);
  if (value.type === 'array' || value.type === 'kvlist') {
    return new Blob([jsonOf(value)], { type: 'application/json' });
  }
  return new Blob([String(value.value ?? '')], { type: 'text/plain;charset=utf-8' });
}

function missing(path: string): AppError {
  return new AppError('not_found', `The span has no value at "${path}". Open the span again.`);
}
