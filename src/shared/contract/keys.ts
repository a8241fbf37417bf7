import { z } from 'zod';
import { KeyId, ProjectId } from '../ids.ts';
import { isOneLine } from '../reason.ts';
import { KEY_SCOPES } from '../permissions.ts';
import { call } from './call.ts';

/** Active keys that end within this are warned about, ms. */
export const EXPIRY_WARNING_MS = 7 * 86_400_000;

/** Longest time a key may be valid from now, seconds. */
const MAX_VALID_SECONDS = 3650 * 86_400;

const label = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most} characters.`)
    .refine(isOneLine, 'Without line breaks and control characters.');
const KeyName = label(80);
const Environment = label(60);

/** An IPv4 or IPv6 address, or a range of them such as `10.2.0.0/16` or `2001:db8::/32`. */
export const AddressRange = z
  .string()
  .trim()
  .max(64)
  .pipe(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
      error: 'Not an IP address, nor a range such as 10.2.0.0/16 or 2001:db8::/32.',
    }),
  );
const AddressRanges = z.array(AddressRange).max(100, 'At most 100 addresses and ranges.');

/** An API key as it is listed: nothing here lets anybody in. */
export const ApiKey = z.object({
  id: KeyId,
  projectId: ProjectId,
  name: z.string(),
  /** Label of where it is used, e.g. `production`; empty for none. Data is not labelled by it. */
  environment: z.string(),
  kind: z.enum(['single', 'pair']),
  scopes: z.array(z.enum(KEY_SCOPES)),
  /** First characters of the secret, e.g. `spw_3f9c2a`. */
  prefix: z.string(),
  /** Last four characters of the secret. */
  lastFour: z.string(),
  /** The public half of a pair; null for a single key. */
  publicKey: z.string().nullable(),
  /** Addresses and ranges it may be used from; empty for any. */
  allowedAddresses: z.array(z.string()),
  createdAt: z.iso.datetime(),
  /** Name of who made it, as it was then; null for a key older than that was kept. */
  createdBy: z.string().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** IP address of its last use. */
  lastUsedFrom: z.string().nullable(),
  /** What the client of its last use calls itself, shortened. */
  lastUsedBy: z.string().nullable(),
  /** Requests let in with it. */
  requestCount: z.number().int(),
  /** Spans stored that came with it; repeated ones are not counted. */
  spanCount: z.number().int(),
  /** The key that replaces this one after a rotation. */
  replacedBy: KeyId.nullable(),
  replacedAt: z.iso.datetime().nullable(),
  /** Requests since it was replaced: zero means nobody needs it any more. Null while it is not replaced. */
  requestsSinceReplaced: z.number().int().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A key just made: the only answer that carries the secret. */
export const NewKey = ApiKey.extend({ secret: z.string() });
export type NewKey = z.infer<typeof NewKey>;

/** `replaced` keys are in their overlap and still work; `ended` ones are revoked or expired. */
export const KEY_STATES = ['active', 'expiring', 'replaced', 'ended'] as const;
export const KEY_SORTS = ['created', 'name', 'lastUsed', 'expires', 'spans'] as const;

const ListKeysInput = z.object({
  projectId: ProjectId,
  /** In name, environment, prefix, last characters, public key, id or creator; or a whole secret. */
  search: z.string().trim().max(200).default(''),
  state: z.enum(KEY_STATES).optional(),
  scope: z.enum(KEY_SCOPES).optional(),
  environment: z.string().max(60).optional(),
  sort: z.enum(KEY_SORTS).default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
  offset: z.coerce.number<number>().int().min(0).default(0),
  limit: z.coerce.number<number>().int().min(1).max(1000).default(1000),
});

const KeyList = z.object({
  keys: z.array(ApiKey),
  /** Keys that pass search and filters, on this page or not. */
  total: z.number().int(),
  /** Keys of the project in each state, whatever the search and filters. */
  counts: z.object({
    all: z.number().int(),
    active: z.number().int(),
    expiring: z.number().int(),
    replaced: z.number().int(),
    ended: z.number().int(),
  }),
  /** Labels in use in the project. */
  environments: z.array(z.string()),
});

const CreateKeyInput = z.object({
  projectId: ProjectId,
  name: KeyName.default(''),
  environment: Environment.default(''),
  kind: z.enum(['single', 'pair']).default('single'),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1).default(['ingest']),
  /** Seconds from now; absent means never. */
  expiresInSeconds: z.number().int().positive().max(MAX_VALID_SECONDS).optional(),
  /** Absent or empty: it may be used from anywhere. */
  allowedAddresses: AddressRanges.default([]),
});

const OneKey = z.object({ keyId: KeyId });

const UpdateKeyInput = OneKey.extend({
  name: KeyName.optional(),
  environment: Environment.optional(),
  allowedAddresses: AddressRanges.optional(),
  /** When it ends; null for never. A key that has ended stays ended. */
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
});

const Replacement = z.object({ key: NewKey, old: ApiKey });

/** A key that was found in a text; the text itself is kept nowhere. */
export const FoundKey = z.object({
  key: ApiKey,
  projectName: z.string(),
  /** Whether requests with it are let in now. */
  works: z.boolean(),
  /** Times it occurs in the text. */
  count: z.number().int(),
  /** The first line it is in, from 1. */
  line: z.number().int(),
});
export type FoundKey = z.infer<typeof FoundKey>;

export const keys = {
  list: call({
    permission: 'keys:read',
    route: { method: 'GET', path: '/projects/{projectId}/keys' },
    summary: 'Keys of a project, ended ones included: search, filter, sort, page by offset',
  })
    .input(ListKeysInput)
    .output(KeyList),
  create: call({
    permission: 'keys:manage',
    route: { method: 'POST', path: '/projects/{projectId}/keys' },
    summary: 'Create a key; the secret is in this answer and never again',
  })
    .input(CreateKeyInput)
    .output(NewKey),
  update: call({
    permission: 'keys:manage',
    route: { method: 'PATCH', path: '/keys/{keyId}' },
    summary: 'Change name, label, addresses or expiry of a key; what is left out stays',
  })
    .input(UpdateKeyInput)
    .output(ApiKey),
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
    .output(Replacement),
  regenerate: call({
    permission: 'keys:manage',
    route: { method: 'POST', path: '/keys/{keyId}/regenerate' },
    summary: 'A new key in place of the old one, which stops at once',
  })
    .input(OneKey)
    .output(Replacement),
  revoke: call({
    permission: 'keys:manage',
    route: { method: 'DELETE', path: '/keys/{keyId}' },
    summary: 'Stop a key at once',
  })
    .input(OneKey)
    .output(ApiKey),
  revokeMany: call({
    permission: 'keys:manage',
    route: { method: 'POST', path: '/projects/{projectId}/keys/revoke' },
    summary: 'Stop several keys of a project at once; all of them or none',
  })
    .input(z.object({ projectId: ProjectId, keyIds: z.array(KeyId).min(1).max(1000) }))
    .output(z.object({ revoked: z.number().int() })),
  check: call({
    permission: 'keys:read',
    across: true,
    route: { method: 'POST', path: '/keys/check' },
    summary: 'Which keys occur in a text, such as a log: only those whose projects one may see',
  })
    .input(z.object({ text: z.string().max(4_000_000, 'At most 4 million characters at a time.') }))
    .output(
      z.object({
        found: z.array(FoundKey),
        /** Whole keys that belong to no project one may see: of another instance, or deleted. */
        unknown: z.number().int(),
      }),
    ),
};
