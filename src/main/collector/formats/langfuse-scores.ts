import { fieldsOf } from './langfuse.ts';
import { idOf, nanosOf, textOf, type JsonRecord } from './otlp-span.ts';

/** Whether a row is a score of Langfuse: of its API, of a table, of the export to a blob store or of an event. */
export function isLangfuseScore(row: JsonRecord): boolean {
  const fields = fieldsOf(row);
  const isAbout = textOf(fields['traceId']) !== '' && textOf(fields['name']) !== '';
  const isValued = fields['value'] !== undefined || fields['stringValue'] !== undefined;
  if (!isAbout || !isValued || fields['startTime'] !== undefined) return false;
  return 'dataType' in fields || 'source' in fields;
}

/** A score as a line of annotations, as bundles hold them. */
export function langfuseScore(row: JsonRecord): string {
  const fields = fieldsOf(row);
  const nanos = nanosOf(fields['timestamp']);
  const observation = textOf(fields['observationId']);
  return JSON.stringify({
    kind: 'score',
    traceId: idOf(textOf(fields['traceId']), 16),
    spanId: observation === '' ? null : idOf(observation, 8),
    name: fields['name'],
    value: valueOf(fields),
    comment: textOf(fields['comment']),
    by: textOf(fields['authorUserId'] ?? fields['source']),
    ...(nanos === undefined ? {} : { at: new Date(Number(nanos) / 1e6).toISOString() }),
  });
}

/** Yes and no are 1 and 0 there, and labels stand beside a number. */
function valueOf(fields: JsonRecord): unknown {
  const { value, stringValue, dataType } = fields;
  if (dataType === 'BOOLEAN') return Number(value) === 1;
  if (dataType === 'CATEGORICAL' || value === undefined) return stringValue ?? value;
  return typeof value === 'string' && Number.isFinite(Number(value)) ? Number(value) : value;
}
