import { sql, type Insertable } from 'kysely';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { RedactionCountTable } from '../catalog/redaction-tables.ts';

/** What tells rows of the redaction audit apart. */
const KEY = [
  'project_id',
  'hour',
  'type',
  'rule',
  'key',
  'service',
  'environment',
  'mode',
] as const;

/** Adds a row to the redaction audit, or its count to that of the row that is there already. */
export async function addCount(
  tx: CatalogTransaction,
  row: Insertable<RedactionCountTable>,
): Promise<void> {
  await tx
    .insertInto('redaction_count')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(KEY).doUpdateSet({ count: sql`redaction_count.count + excluded.count` }),
    )
    .execute();
}
