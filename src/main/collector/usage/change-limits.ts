import type { AuditedState } from '../../../shared/audited.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import { keyRowOf } from '../keys/key-changes.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import { NO_LIMITS, toLimits, type LimitChange, type Limits } from './limits.ts';

/** Who limits are of. */
export interface LimitedOwner {
  readonly projectId: string;
  /** Null: the project as a whole. */
  readonly keyId: string | null;
}

/**
 * Changes limits, with an entry if any is another than before; those that are undefined stay.
 *
 * @throws AppError `not_found`, or `conflict` for a key that was revoked
 */
export async function changeLimits(
  audit: AuditTrail,
  { projectId, keyId }: LimitedOwner,
  wanted: LimitChange,
  actor: Actor,
): Promise<Limits> {
  const ownerId = keyId ?? projectId;
  return audit.change(actor, async (tx) => {
    const name = await nameOf(tx, projectId, keyId);
    const row = await tx
      .selectFrom('usage_limit')
      .selectAll()
      .where('owner_id', '=', ownerId)
      .executeTakeFirst();
    const before = row === undefined ? NO_LIMITS : toLimits(row);
    const after: Limits = {
      spansPerDay: pick(wanted.spansPerDay, before.spansPerDay),
      bytes: pick(wanted.bytes, before.bytes),
      requestsPerSecond: pick(wanted.requestsPerSecond, before.requestsPerSecond),
    };
    if (JSON.stringify(after) === JSON.stringify(before)) return { answer: before, entries: [] };
    const columns = {
      spans_per_day: after.spansPerDay,
      bytes: after.bytes,
      requests_per_second: after.requestsPerSecond,
    };
    await tx
      .insertInto('usage_limit')
      .values({ owner_id: ownerId, project_id: projectId, key_id: keyId, ...columns })
      .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(columns))
      .execute();
    const entry = {
      action: 'limits.changed',
      resource: 'limits',
      resourceId: ownerId,
      resourceName: name,
      projectId,
      before: stateOf(before, keyId),
      after: stateOf(after, keyId),
    } as const;
    return { answer: after, entries: [entry] };
  });
}

/** Gives a key that takes the place of another the same limits. */
export async function inheritLimits(
  tx: CatalogTransaction,
  fromKeyId: string,
  toKeyId: string,
): Promise<void> {
  const row = await tx
    .selectFrom('usage_limit')
    .selectAll()
    .where('owner_id', '=', fromKeyId)
    .executeTakeFirst();
  if (row === undefined) return;
  await tx
    .insertInto('usage_limit')
    .values({ ...row, owner_id: toKeyId, key_id: toKeyId })
    .execute();
}

/** Undefined is left as it is; null takes the limit away. */
function pick(wanted: number | null | undefined, before: number | null): number | null {
  return wanted === undefined ? before : wanted;
}

async function nameOf(
  tx: CatalogTransaction,
  projectId: string,
  keyId: string | null,
): Promise<string> {
  const project = await projectRowOf(tx, projectId);
  if (keyId === null) return project.name;
  const key = await keyRowOf(tx, keyId);
  if (key.revoked_ms !== null) {
    throw new AppError('conflict', `Key ${keyId} was revoked. Set limits of a key that works.`);
  }
  return key.name;
}

function stateOf(
  { spansPerDay, bytes, requestsPerSecond }: Limits,
  keyId: string | null,
): AuditedState<'limits'> {
  return { spansPerDay, requestsPerSecond, ...(keyId === null && { bytes }) };
}
