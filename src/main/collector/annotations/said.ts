import { AppError } from '../../../shared/errors.ts';
import type { AuditDraft } from '../audit/draft.ts';

type AnnotationDraft = Extract<AuditDraft, { resource: 'annotation' }>;

/** What the audit log says of a change: never what was said of a trace. */
type Told = readonly [
  action: AnnotationDraft['action'],
  after: NonNullable<AnnotationDraft['after']>,
];

/** What became of a change. */
export interface Said<T> {
  readonly answer: T;
  /** Null where nothing was changed. */
  readonly entry: Told | null;
  /** What somebody had said was deleted or replaced: overwritten in the file, it has to leave the log as well. */
  readonly isOverwritten?: boolean;
}

/** Changes of pins, or of what may be pins. */
export const OF_PINS = /^annotation\.(pinned|unpinned|imported)$/;

/** Nothing is written down of a change that changed nothing. */
export function told(changed: number, ...entry: Told): Said<number> {
  return { answer: changed, entry: changed === 0 ? null : entry };
}

export function aboutTraces(ids: readonly string[]): Told[1] {
  return ids.length === 1 ? { traceId: ids[0]! } : { traces: ids.length };
}

export function about(row: { trace_id: string; span_id: string; author_name: string }): Told[1] {
  const { trace_id: traceId, span_id: spanId, author_name: author } = row;
  return { traceId, ...(spanId !== '' && { spanId }), author };
}

export function tooMany(limit: string): AppError {
  return new AppError('conflict', `${limit}. Nothing was changed.`);
}
