import type { Selectable } from 'kysely';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { ApiKeyTable } from '../catalog/tables.ts';
import { isoOrNull } from '../clock.ts';
import { checkAddresses } from './address-ranges.ts';
import { shortClient, type KeyUse } from './key-use.ts';
import type { KeyEntry } from './key-ring.ts';

export type KeyRow = Selectable<ApiKeyTable>;

/** Use of a key as it was last written down. */
export function useOf(row: KeyRow): KeyUse {
  return {
    lastMs: row.last_used_ms,
    from: row.last_used_from,
    client: row.last_used_by,
    requests: row.requests,
    spans: row.spans,
  };
}

/** A key as the request path needs it, with the use counted so far. */
export function toEntry(row: KeyRow, use: KeyUse): KeyEntry {
  return {
    id: row.id,
    projectId: row.project_id,
    publicKey: row.public_key,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    secretSha256: Buffer.from(row.secret_sha256).toString('hex'),
    isAddressAllowed: checkAddresses(JSON.parse(row.allowed_addresses) as string[]),
    expiresMs: row.expires_ms,
    revokedMs: row.revoked_ms,
    replacedAtRequests: row.replaced_by === null ? null : row.requests_before,
    use,
  };
}

/** A key as it is listed. */
export function toApiKey(row: KeyRow, use: KeyUse): ApiKey {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    environment: row.environment,
    kind: row.kind,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    prefix: row.prefix,
    lastFour: row.last_four,
    publicKey: row.public_key,
    allowedAddresses: JSON.parse(row.allowed_addresses) as string[],
    createdAt: new Date(row.created_ms).toISOString(),
    createdBy: row.created_by,
    expiresAt: isoOrNull(row.expires_ms),
    revokedAt: isoOrNull(row.revoked_ms),
    lastUsedAt: isoOrNull(use.lastMs),
    lastUsedFrom: use.from,
    lastUsedBy: use.client === null ? null : shortClient(use.client),
    requestCount: use.requests,
    spanCount: use.spans,
    replacedBy: row.replaced_by,
    replacedAt: isoOrNull(row.replaced_ms),
    requestsSinceReplaced:
      row.replaced_by === null ? null : Math.max(0, use.requests - row.requests_before),
  };
}
