import { AppError } from '../../../shared/errors.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
import { createRowId } from '../catalog/row-id.ts';
import {
  createPublicKey,
  createSecret,
  hashSecret,
  parseSecret,
  SECRET_PREFIX,
} from './key-format.ts';
import type { KeyRow } from './key-row.ts';

/** What a new key is made of. */
export interface KeyRequest {
  readonly projectId: string;
  readonly name: string;
  readonly environment?: string | undefined;
  readonly kind: 'single' | 'pair';
  readonly scopes: readonly KeyScope[];
  readonly expiresInSeconds?: number | undefined;
  readonly allowedAddresses?: readonly string[] | undefined;
}

/** The row of a new key and its secret, which is in nothing else. */
export function newKeyRow(
  request: KeyRequest,
  createdBy: string | null,
  nowMs: number,
): { row: KeyRow; secret: string } {
  const secret = createSecret();
  const parsed = parseSecret(secret);
  if (typeof parsed === 'string')
    throw new AppError('internal', 'A new key failed its own checksum.');
  const { projectId, name, kind, scopes, expiresInSeconds: seconds } = request;
  const row: KeyRow = {
    id: createRowId('key'),
    project_id: projectId,
    name,
    kind,
    scopes: JSON.stringify(scopes),
    secret_sha256: Buffer.from(hashSecret(parsed.random), 'hex'),
    prefix: secret.slice(0, SECRET_PREFIX.length + 6),
    last_four: secret.slice(-4),
    public_key: kind === 'pair' ? createPublicKey() : null,
    created_ms: nowMs,
    expires_ms: seconds === undefined ? null : nowMs + seconds * 1000,
    revoked_ms: null,
    last_used_ms: null,
    replaced_by: null,
    environment: request.environment ?? '',
    allowed_addresses: JSON.stringify(request.allowedAddresses ?? []),
    created_by: createdBy,
    replaced_ms: null,
    last_used_from: null,
    last_used_by: null,
    requests: 0,
    spans: 0,
    requests_before: 0,
  };
  return { row, secret };
}

/** What the key that replaces another one is made of: the same, and valid as long as the old one was made for. */
export function successorOf(old: KeyRow): KeyRequest {
  return {
    projectId: old.project_id,
    name: old.name,
    environment: old.environment,
    kind: old.kind,
    scopes: JSON.parse(old.scopes) as KeyScope[],
    allowedAddresses: JSON.parse(old.allowed_addresses) as string[],
    expiresInSeconds: validSeconds(old.created_ms, old.expires_ms),
  };
}

/** How long a key is valid from when it was made, as its successor is; undefined: without end. */
export const validSeconds = (createdMs: number, expiresMs: number | null): number | undefined =>
  expiresMs === null ? undefined : Math.ceil((expiresMs - createdMs) / 1000);
