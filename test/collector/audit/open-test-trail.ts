import { onTestFinished } from 'vitest';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { AuditTrail } from '../../../src/main/collector/audit/audit-trail.ts';
import type { AuditRow } from '../../../src/main/collector/audit/entry.ts';
import { openCatalog, type Catalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { firstOrganizationId } from '../../support/first-organization.ts';
import { createTestFolder, createTestLog } from '../../support/open-test-collector.ts';

export const ACTOR = systemActor('test');

export interface TestTrail {
  readonly dataDir: string;
  readonly catalog: Catalog;
  readonly trail: AuditTrail;
  /** Every stored entry, the oldest first. */
  rows(): Promise<AuditRow[]>;
  /** Lets go of the folder, so that it can be opened again. */
  close(): Promise<void>;
}

/** A catalog with its audit trail and nothing else. */
export async function openTestTrail(
  dataDir = createTestFolder(),
  clock = { now: () => Date.now() },
): Promise<TestTrail> {
  const catalog = await openCatalog(dataDir);
  const trail = await AuditTrail.open({ catalog, dataDir, clock, log: createTestLog() });
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    await trail.close();
    await catalog.close();
  };
  onTestFinished(close);
  const rows = () => catalog.db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute();
  return { dataDir, catalog, trail, rows, close };
}

/** Adds a project row and its entry. */
export function addProject(trail: AuditTrail, name: string): Promise<void> {
  const id = `prj_${name}`;
  return trail.change(ACTOR, async (tx) => {
    const organization_id = await firstOrganizationId({ db: tx });
    const row = { id, organization_id, name, description: '', is_default: 0, created_ms: 1 };
    await tx.insertInto('project').values(row).execute();
    const after = { name, description: '', isDefault: false };
    const entry = {
      action: 'project.created',
      resource: 'project',
      resourceId: id,
      after,
    } as const;
    return { answer: undefined, entries: [entry] };
  });
}
