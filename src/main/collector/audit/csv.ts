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

/** What a spreadsheet takes for the start of a formula, also behind spaces and in full width. */
const FORMULA = /^\s*[=+\-@|%\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}]|^\s/u;

/**
 * One cell (RFC 4180), always quoted. Text that a spreadsheet would run as a formula gets an apostrophe in front,
 * which spreadsheets take for "this is text".
 */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

const line = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

export const csvHeader = (): string => line(COLUMNS.map(([name]) => name));

export const csvLine = (entry: AuditEntry): string =>
  line(COLUMNS.map(([, value]) => value(entry)));
