import type { Attribute, DecodedLogRecord, SpanEvent } from '../telemetry.ts';

/**
 * The GenAI log records of a span as events of it, to be read by `conversationOf` beside the span's own.
 *
 * The conventions send `gen_ai.client.inference.operation.details` and, before it, one `gen_ai.user.message`,
 * `gen_ai.choice`, ... a message as log records with the span's id; what span events have in their attributes stands in
 * the body there. Other log records are left out.
 */
export function genAiEventsOf(records: readonly DecodedLogRecord[]): SpanEvent[] {
  return records.flatMap((record) => {
    const name = record.eventName || eventNameOf(record.attributes);
    if (!name.startsWith('gen_ai.')) return [];
    const { body, attributes, droppedAttributesCount } = record;
    const timeUnixNano =
      record.timeUnixNano === '0' ? record.observedTimeUnixNano : record.timeUnixNano;
    const content = body.type === 'kvlist' ? body.value : textBody(record);
    return [
      { timeUnixNano, name, attributes: [...content, ...attributes], droppedAttributesCount },
    ];
  });
}

/** Name as it was sent before log records had a field for it. */
function eventNameOf(attributes: readonly Attribute[]): string {
  const value = attributes.find(({ key }) => key === 'event.name')?.value;
  return value?.type === 'string' ? value.value : '';
}

/** A body that is JSON text, as Azure and Semantic Kernel write it. */
function textBody({ body }: DecodedLogRecord): readonly Attribute[] {
  return body.type === 'string' && body.value !== ''
    ? [{ key: 'gen_ai.event.content', value: body }]
    : [];
}
