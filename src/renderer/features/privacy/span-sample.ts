import { MAX_FIELDS, MAX_SAMPLE } from '../../../shared/redaction.ts';
import type { DetailAttribute, SpanDetail } from '../../../shared/span-detail.ts';
import { textOfValue } from '../trace/values/detail-text.ts';
import type { Sample } from './playground-store.ts';

/** The attributes of a span, its name and status, as far as they can be tried at once; hidden values are left out. */
export function sampleOf(span: SpanDetail): Sample {
  const attributes: readonly DetailAttribute[] = [
    ...span.attributes,
    ...span.events.flatMap((event) => event.attributes),
    ...span.resource.attributes,
  ];
  const all = [
    { key: 'name', text: span.name },
    ...(span.status.message === '' ? [] : [{ key: 'status.message', text: span.status.message }]),
    ...attributes
      .filter(({ hidden }) => !hidden)
      .map(({ key, value }) => ({ key: key.slice(0, 512), text: textOfValue(value) })),
  ];
  const fields: { key: string; text: string }[] = [];
  let left = MAX_SAMPLE;
  for (const field of all) {
    if (fields.length === MAX_FIELDS || field.text.length > left) continue;
    left -= field.text.length;
    fields.push(field);
  }
  return { kind: 'span', name: span.name, fields, leftOut: all.length - fields.length };
}
