import type { MadeBackup } from '../../../shared/contract/backup.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { AuditRow } from '../audit/entry.ts';
import { newestEntries } from '../audit/read-entries.ts';
import { toEntry } from '../audit/to-entry.ts';

/** Most backups that are listed. */
const LISTED = 50;

/**
 * Backups as the audit log has them, the newest first. One at a time is made, so what follows the beginning of one is
 * its end: completed, or this instance was restored from it, or neither.
 *
 * @param isRunning whether the newest one is under way
 */
export async function madeBackups(
  catalog: Pick<Catalog, 'db'>,
  isRunning: boolean,
): Promise<MadeBackup[]> {
  const newest = (action: string) =>
    newestEntries(catalog, { action }, Number.MAX_SAFE_INTEGER, 2 * LISTED);
  const rows = [...(await newest('instance.back*')), ...(await newest('audit.restored'))].sort(
    (a, b) => a.sequence - b.sequence,
  );
  const made: MadeBackup[] = [];
  let open: MadeBackup | undefined;
  for (const row of rows) {
    if (row.action === 'instance.backed_up') {
      open = begun(row);
      made.push(open);
    } else if (open !== undefined) {
      if (row.action === 'audit.restored') open.state = 'restored';
      else complete(open, row);
      open = undefined;
    }
  }
  if (isRunning && open !== undefined) open.state = 'running';
  return made.reverse().slice(0, LISTED);
}

function begun(row: AuditRow): MadeBackup {
  const { at, actor, from, after } = toEntry(row);
  return {
    at,
    actor: actor.name,
    via: from.via,
    sealed: after?.['sealed'] === true,
    state: 'ended',
    bytes: null,
    spans: null,
    leftOut: 0,
  };
}

function complete(backup: MadeBackup, row: AuditRow): void {
  const { after } = toEntry(row);
  const count = (field: string): number | null => {
    const value = after?.[field];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
  };
  backup.state = 'complete';
  backup.bytes = count('bytes');
  backup.spans = count('spans');
  backup.leftOut = count('leftOut') ?? 0;
}
