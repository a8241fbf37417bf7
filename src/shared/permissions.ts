/**
 * Everything a principal may be allowed to do, as readable strings.
 *
 * `none` is for calls that need no permission (whoami, health); every other call names one.
 */
export const PERMISSIONS = [
  'none',
  'instance:read',
  'instance:manage',
  'projects:read',
  'projects:create',
  'keys:read',
  'keys:manage',
  'traces:read',
  'traces:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** What an API key may be used for. */
export const KEY_SCOPES = ['ingest', 'read', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];
