import { z } from 'zod';
import { KeyId, ProjectId } from '../ids.ts';
import { KEY_SCOPES } from '../permissions.ts';
import { call } from './call.ts';

/** An API key as it is listed: nothing here lets anybody in. */
export const ApiKey = z.object({
  id: KeyId,
  projectId: ProjectId,
  name: z.string(),
  kind: z.enum(['single', 'pair']),
  scopes: z.array(z.enum(KEY_SCOPES)),
  /** First characters of the secret, e.g. `spw_3f9c2a`. */
  prefix: z.string(),
  /** Last four characters of the secret. */
  lastFour: z.string(),
  /** The public half of a pair; null for a single key. */
  publicKey: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** The key that replaces this one after a rotation. */
  replacedBy: KeyId.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A key just made: the only answer that carries the secret. */
export const NewKey = ApiKey.extend({ secret: z.string() });
export type NewKey = z.infer<typeof NewKey>;

const CreateKeyInput = z.object({
  projectId: ProjectId,
  name: z.string().trim().max(80).default(''),
  kind: z.enum(['single', 'pair']).default('single'),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1).default(['ingest']),
  /** Seconds from now; absent means never. */
  expiresInSeconds: z
    .number()
    .int()
    .positive()
    .max(3650 * 86_400)
    .optional(),
});

const OneKey = z.object({ keyId: KeyId });

export const keys = {
  list: call({
    permission: 'keys:read',
    route: { method: 'GET', path: '/projects/{projectId}/keys' },
    summary: 'Keys of a project, revoked ones included',
  })
    .input(z.object({ projectId: ProjectId }))
    .output(z.object({ keys: z.array(ApiKey) })),
  create: call({
    permission: 'keys:manage',
    route: { method: 'POST', path: '/projects/{projectId}/keys' },
    summary: 'Create a key; the secret is in this answer and never again',
  })
    .input(CreateKeyInput)
    .output(NewKey),
  rotate: call({
    permission: 'keys:manage',
    route: { method: 'POST', path: '/keys/{keyId}/rotate' },
    summary: 'A new key beside the old one, which stays valid for the overlap',
  })
    .input(
      OneKey.extend({
        overlapSeconds: z
          .number()
          .int()
          .min(0)
          .max(30 * 86_400)
          .default(86_400),
      }),
    )
    .output(z.object({ key: NewKey, old: ApiKey })),
  revoke: call({
    permission: 'keys:manage',
    route: { method: 'DELETE', path: '/keys/{keyId}' },
    summary: 'Stop a key at once',
  })
    .input(OneKey)
    .output(ApiKey),
};
