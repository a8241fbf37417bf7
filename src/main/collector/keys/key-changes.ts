import { AppError } from '../../../shared/errors.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { KeyRow } from './key-row.ts';

/** The columns of a key that may change; times in milliseconds since the epoch. */
export type KeyChange = {
  readonly [
    Column in
      | 'name'
      | 'environment'
      | 'allowed_addresses'
      | 'expires_ms'
      | 'revoked_ms'
      | 'replaced_by'
      | 'replaced_ms'
      | 'requests_before'
  ]?: KeyRow[Column] | undefined;
};

/** @throws AppError `not_found` */
export async function keyRowOf(
  db: Catalog['db'] | CatalogTransaction,
  keyId: string,
): Promise<KeyRow> {
  const query = (db as Catalog['db']).selectFrom('api_key').selectAll().where('id', '=', keyId);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no key ${keyId}.`);
  return row;
}

/** Writes a change; what is undefined stays. Answers the row as it is then. */
export async function changeKey(
  tx: CatalogTransaction,
  row: KeyRow,
  change: KeyChange,
): Promise<KeyRow> {
  const given = Object.fromEntries(
    Object.entries(change).filter(
      ([column, value]) => value !== undefined && value !== row[column as keyof KeyChange],
    ),
  ) as Partial<Pick<KeyRow, keyof KeyChange>>;
  if (Object.keys(given).length > 0) {
    await tx.updateTable('api_key').set(given).where('id', '=', row.id).execute();
  }
  return { ...row, ...given };
}

/**
 * A key that has ended stays so: whoever was told that it is dead can rely on it.
 *
 * @throws AppError `conflict`
 */
export function requireWorking(row: KeyRow, nowMs: number, what: 'changed' | 'replaced'): void {
  const isExpired = row.expires_ms !== null && row.expires_ms <= nowMs;
  if (row.revoked_ms === null && !isExpired) return;
  const how = row.revoked_ms === null ? 'expired' : 'revoked';
  throw new AppError(
    'conflict',
    `Key ${row.id} is ${how} and cannot be ${what}. Create a new key instead.`,
  );
}
