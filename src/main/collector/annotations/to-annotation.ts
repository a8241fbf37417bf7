import type { Selectable } from 'kysely';
import type { Note, Score, ScoreValue } from '../../../shared/contract/annotations.ts';
import type { TraceNoteTable, TraceScoreTable } from '../catalog/annotation-tables.ts';
import { isByProgram, isOwn, toAuthor, type Annotator } from './author.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
/** How `''` in a column is told: no span, the trace itself. */
const spanOf = (row: { span_id: string }): string | null => row.span_id || null;

export function toNote(row: Selectable<TraceNoteTable>, reader: Annotator): Note {
  return {
    id: row.id,
    traceId: row.trace_id,
    spanId: spanOf(row),
    text: row.text,
    author: toAuthor(row),
    own: isOwn(row, reader),
    createdAt: iso(row.created_ms),
    editedAt: row.edited_ms === null ? null : iso(row.edited_ms),
  };
}

export function toScore(row: Selectable<TraceScoreTable>, reader: Annotator): Score {
  return {
    id: row.id,
    traceId: row.trace_id,
    spanId: spanOf(row),
    name: row.name,
    value: valueOf(row),
    comment: row.comment,
    source: isByProgram(row) ? 'api' : 'person',
    author: toAuthor(row),
    own: isOwn(row, reader),
    scoredAt: iso(row.created_ms),
  };
}

/** The value of a score from its columns. */
export function valueOf({
  kind,
  number,
  label,
}: Pick<Selectable<TraceScoreTable>, 'kind' | 'number' | 'label'>): ScoreValue {
  if (kind === 'label') return label ?? '';
  return kind === 'boolean' ? number === 1 : (number ?? 0);
}

/** A score as its columns. */
export function valueColumns(
  value: ScoreValue,
): Pick<TraceScoreTable, 'kind' | 'number' | 'label'> {
  if (typeof value === 'string') return { kind: 'label', number: null, label: value };
  const kind = typeof value === 'boolean' ? 'boolean' : 'number';
  return { kind, number: Number(value), label: null };
}
