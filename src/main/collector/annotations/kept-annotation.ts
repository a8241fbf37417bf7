import type { ScoreValue } from '../../../shared/contract/annotations.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { AuthorColumns } from './author.ts';
import { annotationRows } from './annotation-reader.ts';
import { valueOf } from './to-annotation.ts';

interface Said {
  readonly traceId: string;
  /** Empty for the trace itself. */
  readonly spanId: string;
  /** When it was said, ms since the epoch. */
  readonly atMs: number;
}

interface By {
  readonly author: AuthorColumns;
}

/** One annotation as it is kept, to be taken elsewhere as it is. */
export type KeptAnnotation = Said &
  (
    | ({ readonly kind: 'pin' } & By)
    | { readonly kind: 'tag'; readonly name: string }
    | ({ readonly kind: 'note'; readonly text: string; readonly editedMs: number | null } & By)
    | ({
        readonly kind: 'score';
        readonly name: string;
        readonly value: ScoreValue;
        readonly comment: string;
      } & By)
  );

/** Everything that was said of a trace and its spans: its pin, tags, notes, scores, each in the order they were given. */
export async function keptAnnotations(
  db: Catalog['db'],
  projectId: string,
  traceId: string,
): Promise<KeptAnnotation[]> {
  const { pin, tags, notes, scores } = await annotationRows(db, projectId, traceId);
  const said = (row: { span_id?: string; created_ms: number }) => ({
    traceId,
    spanId: row.span_id ?? '',
    atMs: row.created_ms,
  });
  return [
    ...(pin === undefined ? [] : [{ kind: 'pin' as const, ...said(pin), ...by(pin) }]),
    ...tags.map((row) => ({ kind: 'tag' as const, ...said(row), name: row.name })),
    ...notes.map((row) => {
      const { text, edited_ms: editedMs } = row;
      return { kind: 'note' as const, ...said(row), ...by(row), text, editedMs };
    }),
    ...scores.map((row) => {
      const { name, comment } = row;
      return {
        kind: 'score' as const,
        ...said(row),
        ...by(row),
        name,
        comment,
        value: valueOf(row),
      };
    }),
  ];
}

function by({ author_kind, author_id, author_name }: AuthorColumns): By {
  return { author: { author_kind, author_id, author_name } };
}
