import { systemActor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { stripOldCopies } from '../catalog/strip-old-copies.ts';
import type { StoreCheck } from '../store/types.ts';
import { personEntry } from './person-entry.ts';
import type { SecondFactorKey } from './second-factor-key.ts';

/**
 * Seals the secrets that an older version stored in clear, and takes them out of the catalog, its write-ahead log and
 * the copies migrations left. After a crash in between the next start goes on.
 *
 * @returns how many were sealed
 */
export async function sealStoredSecrets(options: {
  readonly catalog: Catalog;
  readonly trail: AuditTrail;
  readonly dataDir: string;
  readonly key: SecondFactorKey;
  readonly nativeBinding?: string | undefined;
}): Promise<number> {
  const { catalog, trail, key } = options;
  const clear = await catalog.db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'totp_clear'])
    .where('totp_clear', 'is not', null)
    .execute();
  if (clear.length === 0) return 0;
  stripOldCopies(options.dataDir, options.nativeBinding);
  await trail.change(systemActor('start'), async (tx) => {
    for (const { id, totp_clear } of clear) {
      const change = { totp_sealed: key.seal(id, totp_clear!), totp_clear: null };
      await tx.updateTable('person').set(change).where('id', '=', id).execute();
    }
    const entries = clear.map((person) => personEntry('second_factor_sealed', person));
    return { answer: undefined, entries };
  });
  await catalog.emptyLog();
  return clear.length;
}

/** The line of `spanward doctor`: whether the key file opens every second factor. */
export async function checkSecondFactors(
  catalog: Pick<Catalog, 'db'>,
  key: SecondFactorKey,
): Promise<StoreCheck> {
  const name = 'second factors';
  const rows = await catalog.db
    .selectFrom('person')
    .select(['id', 'name', 'totp_sealed'])
    .where('totp_sealed', 'is not', null)
    .execute();
  const shut = rows.filter(({ id, totp_sealed }) => key.unseal(id, totp_sealed!) === null);
  if (shut.length === 0) return { name, state: 'ok', message: `${rows.length} can be opened` };
  const who = shut.map((person) => person.name).join(', ');
  const message =
    `second-factor.key does not open the second factor of ${who}. Put the right file back and start again, ` +
    'or let them in with a reset code.';
  return { name, state: 'failed', message };
}
