import type { DeletionCounts } from '../../../shared/contract/retention.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Selection } from '../store/rewrite/types.ts';

/** What a deletion removed. */
export type Removed = Pick<DeletionCounts, 'traces' | 'spans' | 'logs' | 'metrics'>;

const NOTHING: Removed = { traces: 0, spans: 0, logs: 0, metrics: 0 };

/** A deletion as its row in the catalog has it: what is to go, and what went until it was put off. */
export function toText({ traceIds, ...rest }: Selection, removed: Removed): string {
  const ids = traceIds && Buffer.from(traceIds).toString('base64');
  return JSON.stringify({ ...rest, traceIds: ids, removed });
}

/** Reads {@link toText}, and what versions before wrote, who kept no counts. */
export function fromText(text: string): { selection: Selection; removed: Removed } {
  const { traceIds, removed, ...rest } = JSON.parse(text) as Omit<Selection, 'traceIds'> & {
    traceIds?: string;
    removed?: Removed;
  };
  const ids = traceIds === undefined ? undefined : new Uint8Array(Buffer.from(traceIds, 'base64'));
  return {
    selection: { ...rest, ...(ids !== undefined && { traceIds: ids }) },
    removed: removed ?? NOTHING,
  };
}

/** The ends of deletions that wait or go on in a project which goes now, and they with it: for the audit log. */
export async function deletionsEndWithProject(
  tx: CatalogTransaction,
  projectId: string,
): Promise<AuditDraft[]> {
  const rows = await tx
    .deleteFrom('deletion')
    .where('project_id', '=', projectId)
    .returning('selection')
    .execute();
  const entry = { resource: 'traces', resourceId: projectId, projectId } as const;
  return rows.map(({ selection }) => {
    return { ...entry, action: 'traces.deletion_stopped', after: fromText(selection).removed };
  });
}
