import { csvRow } from '../../../shared/csv.ts';
import type { AuditEntry } from '../../../shared/contract/audit.ts';

const COLUMNS: readonly (readonly [string, (entry: AuditEntry) => string | number | null])[] = [
  ['sequence', (entry) => entry.sequence],
  ['at', (entry) => entry.at],
  ['action', (entry) => entry.action],
  ['actor_kind', (entry) => entry.actor.kind],
  ['actor_id', (entry) => entry.actor.id],
  ['actor_name', (entry) => entry.actor.name],
  ['via', (entry) => entry.from.via],
  ['address', (entry) => entry.from.address],
  ['client', (entry) => entry.from.client],
  ['resource_type', (entry) => entry.resource.type],
  ['resource_id', (entry) => entry.resource.id],
  ['resource_name', (entry) => entry.resource.name],
  ['project_id', (entry) => entry.projectId],
  ['organization_id', (entry) => entry.organizationId],
  ['reason', (entry) => entry.reason],
  ['before', (entry) => (entry.before === null ? null : JSON.stringify(entry.before))],
  ['after', (entry) => (entry.after === null ? null : JSON.stringify(entry.after))],
  ['id', (entry) => entry.id],
  ['prev_hash', (entry) => entry.prevHash],
  ['hash', (entry) => entry.hash],
];

export const csvHeader = (): string => csvRow(COLUMNS.map(([name]) => name));

export const csvLine = (entry: AuditEntry): string =>
  csvRow(COLUMNS.map(([, value]) => value(entry)));
