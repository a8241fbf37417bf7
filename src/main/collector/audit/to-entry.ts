import type { AuditEntry } from '../../../shared/contract/audit.ts';
import type { AuditRow } from './entry.ts';

type State = AuditEntry['after'];

/** The last millisecond of the year 9999: what ISO 8601 can write. */
const LAST_MS = 253_402_300_799_999;
const KINDS: ReadonlySet<string> = new Set(['local', 'person', 'key', 'system']);

/**
 * A row as the contract has it. Values that only somebody outside of Spanward can have written are brought to the
 * nearest that can be shown: one changed row must not hide the others.
 */
export function toEntry(row: AuditRow): AuditEntry {
  return {
    sequence: row.sequence,
    id: row.id,
    at: new Date(Math.max(0, Math.min(row.time_ms, LAST_MS))).toISOString(),
    actor: {
      kind: KINDS.has(row.actor_kind) ? row.actor_kind : 'unknown',
      id: row.actor_id,
      name: row.actor_name,
    },
    from: { via: row.via, address: row.address, client: row.client },
    action: row.action,
    resource: { type: row.resource_type, id: row.resource_id, name: row.resource_name },
    projectId: row.project_id,
    organizationId: row.organization_id,
    reason: row.reason,
    before: readState(row.before),
    after: readState(row.after),
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}

/** The row an entry was made from, but for its seal: what its hash is taken over. */
export function toRow(entry: AuditEntry): Omit<AuditRow, 'seal'> {
  return {
    sequence: entry.sequence,
    id: entry.id,
    time_ms: Date.parse(entry.at),
    actor_kind: entry.actor.kind as AuditRow['actor_kind'],
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    via: entry.from.via,
    address: entry.from.address,
    client: entry.from.client,
    action: entry.action,
    resource_type: entry.resource.type,
    resource_id: entry.resource.id,
    resource_name: entry.resource.name,
    project_id: entry.projectId,
    organization_id: entry.organizationId,
    reason: entry.reason,
    before: entry.before === null ? null : JSON.stringify(entry.before),
    after: entry.after === null ? null : JSON.stringify(entry.after),
    prev_hash: entry.prevHash,
    hash: entry.hash,
  };
}

/** A state that somebody made unreadable is shown as it is: the check of the chain tells what is wrong with it. */
function readState(text: string | null): State {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as State;
  } catch {
    // Below.
  }
  return { unreadable: text };
}
