import { hash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AuditEntryTable } from '../catalog/tables.ts';

export type AuditRow = Selectable<AuditEntryTable>;

/** The newest entry: what the next one follows. Hash in hexadecimal. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** What the first entry follows. */
export const GENESIS: Head = { sequence: 0, hash: '0'.repeat(64) };

/** Names the encoding, so that another one can be told from it. */
const ENCODING = 'spanward-audit-1';

/**
 * The bytes an entry's hash is taken over: a JSON array of its fields in this order, without spaces, in UTF-8.
 *
 * `before` and `after` enter as the JSON text that is stored. Documented in docs/audit.md; a change of it needs a new
 * name in the first place of the array.
 */
function encodeEntry(row: Omit<AuditRow, 'hash' | 'seal'>): string {
  return JSON.stringify([
    ENCODING,
    row.sequence,
    row.id,
    row.time_ms,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.via,
    row.address,
    row.client,
    row.action,
    row.resource_type,
    row.resource_id,
    row.resource_name,
    row.project_id,
    row.organization_id,
    row.reason,
    row.before,
    row.after,
    row.prev_hash,
  ]);
}

/** SHA-256 of an entry, hexadecimal. */
export function hashEntry(row: Omit<AuditRow, 'hash' | 'seal'>): string {
  return hash('sha256', encodeEntry(row), 'hex');
}
