import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { OrganizationId, ProjectId } from '../ids.ts';
import { call } from './call.ts';

/** One thing that was done: who, what, when, from where, and how it is chained to the one before. */
export const AuditEntry = z.object({
  /** 1, 2, 3, ... without gaps. */
  sequence: z.number().int(),
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({
    /** `unknown` where somebody outside of Spanward wrote another one into the database. */
    kind: z.enum(['local', 'person', 'key', 'system', 'unknown']),
    id: z.string().nullable(),
    /** As it was then. */
    name: z.string(),
  }),
  from: z.object({
    /** The way it came in: window, console, command, rest, or the collector itself. */
    via: z.string(),
    address: z.string().nullable(),
    client: z.string().nullable(),
  }),
  /** Such as `project.created`. */
  action: z.string(),
  resource: z.object({
    type: z.string(),
    id: z.string().nullable(),
    name: z.string().nullable(),
  }),
  projectId: z.string().nullable(),
  organizationId: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.json()).nullable(),
  after: z.record(z.string(), z.json()).nullable(),
  /** SHA-256 of the entry before and of this one, hexadecimal. */
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Which entries; absent means any. */
export const AuditFilter = z.object({
  /** An action, with `*` for any characters: `project.*`. */
  action: z.string().trim().max(100).optional(),
  /** Id, name (letter case ignored) or kind of who did it. */
  actor: z.string().trim().max(200).optional(),
  /** Id, name (letter case ignored) or type of what it was done to. */
  resource: z.string().trim().max(300).optional(),
  projectId: ProjectId.optional(),
  /** About an organization: itself, its projects, people, roles and invitations, and what its people do to their accounts. */
  organizationId: OrganizationId.optional(),
  /** Inclusive. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Exclusive. */
  until: z.iso.datetime({ offset: true }).optional(),
  /** Part of any field, letter case ignored (of A to Z). */
  text: z.string().trim().max(200).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const MAX_AUDIT_PAGE = 200;

/** What a check of the whole chain found. */
export const AuditVerification = z.object({
  ok: z.boolean(),
  /** Entries looked at. */
  checked: z.number().int(),
  /** The oldest entry that has to be there, and the newest; older ones were removed by the retention rule. */
  firstSequence: z.number().int(),
  lastSequence: z.number().int(),
  lastHash: z.string(),
  /** The first entry that is not as it should be, and why. */
  problem: z.object({ sequence: z.number().int(), message: z.string() }).nullable(),
  /** SHA-256 of the instance's public key, hexadecimal. */
  keyFingerprint: z.string(),
  at: z.iso.datetime(),
});
export type AuditVerification = z.infer<typeof AuditVerification>;

export const AUDIT_FORMATS = ['json', 'ndjson', 'csv'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/** A piece of an export: text, and after the last of it the signature over all of it. */
export const AuditExportPiece = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), entries: z.number().int() }),
  z.object({
    type: z.literal('signed'),
    /** SHA-256 of the bytes before, hexadecimal. */
    sha256: z.string(),
    /** Ed25519 over the 32 bytes of that hash, base 64. */
    signature: z.string(),
    keyFingerprint: z.string(),
  }),
]);
export type AuditExportPiece = z.infer<typeof AuditExportPiece>;

export const audit = {
  list: call({
    permission: 'audit:read',
    route: { method: 'GET', path: '/audit' },
    summary: 'What was done, the newest first; reading it is written down too',
  })
    .input(
      AuditFilter.extend({
        limit: z.coerce.number<number>().int().min(1).max(MAX_AUDIT_PAGE).default(50),
        /** `next` of the page before. */
        cursor: z.coerce.number<number>().int().positive().optional(),
      }),
    )
    .output(
      z.object({
        entries: z.array(AuditEntry),
        /** Where the next page begins; null on the last one. */
        next: z.number().int().nullable(),
        /** Entries the instance keeps in all, whatever the filter; null where one asks about a part of it. */
        kept: z.number().int().nullable(),
      }),
    ),
  verify: call({
    permission: 'audit:read',
    route: { method: 'POST', path: '/audit/verify' },
    summary: 'Check every entry, the chain and its head outside the database',
  }).output(AuditVerification),
  publicKey: call({
    permission: 'none',
    route: { method: 'GET', path: '/audit/public-key' },
    summary: 'The key that exports of this instance are verified with',
  }).output(
    z.object({
      /** PEM (SPKI). */
      pem: z.string(),
      fingerprint: z.string(),
    }),
  ),
  /** The oldest entry first. Pieces of text end at line ends; the signature comes last. */
  export: call({
    permission: 'audit:read',
    route: { method: 'GET', path: '/audit/export' },
    summary: 'Entries as a file; its signature is in the header X-Spanward-Signature',
  })
    .input(AuditFilter.extend({ format: z.enum(AUDIT_FORMATS).default('ndjson') }))
    .output(eventIterator(AuditExportPiece)),
};
