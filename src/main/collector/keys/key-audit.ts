import type { Selectable } from 'kysely';
import type { AuditedState } from '../../../shared/audited.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { ApiKeyTable } from '../catalog/tables.ts';
import { isoOrNull } from '../clock.ts';

type KeyRow = Selectable<ApiKeyTable>;

/** What the audit log says of a key that was made. */
export function keyCreated(row: KeyRow): AuditDraft {
  return { ...aboutKey(row), action: 'key.created', after: stateOf(row) };
}

/** What the audit log says of a key that is not as it was. */
export function keyChanged(
  action: 'key.updated' | 'key.rotated' | 'key.regenerated' | 'key.revoked',
  before: KeyRow,
  after: KeyRow,
): AuditDraft {
  return { ...aboutKey(after), action, before: stateOf(before), after: stateOf(after) };
}

function aboutKey(row: KeyRow) {
  return {
    resource: 'key',
    resourceId: row.id,
    resourceName: row.name,
    projectId: row.project_id,
  } as const;
}

function stateOf(row: KeyRow): AuditedState<'key'> {
  return {
    name: row.name,
    environment: row.environment,
    allowedAddresses: JSON.parse(row.allowed_addresses) as string[],
    kind: row.kind,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    prefix: row.prefix,
    lastFour: row.last_four,
    createdAt: isoOrNull(row.created_ms),
    expiresAt: isoOrNull(row.expires_ms),
    revokedAt: isoOrNull(row.revoked_ms),
    replacedBy: row.replaced_by,
  };
}
