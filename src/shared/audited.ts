import { z } from 'zod';
import { KEY_SCOPES } from './permissions.ts';

const time = z.string().nullable();

const RULE_STATE = z.object({
  days: z.number().nullable(),
  bytes: z.number().nullable(),
  records: z.number().nullable(),
});

/**
 * What may be written into the audit log: for each kind of resource what can happen to it, and the fields of it that
 * are kept. Fields not named here never get in, so a secret cannot slip through with an object that holds one.
 *
 * A new audited subject is one more entry here; an action is called `<resource>.<verb>`.
 */
export const AUDITED = {
  project: {
    verbs: [
      'created',
      'updated',
      'archived',
      'restored',
      'transferred',
      'external_changed',
      'deleted',
      'erased',
    ],
    state: z.object({
      name: z.string(),
      description: z.string(),
      isDefault: z.boolean(),
      archivedAt: time.optional(),
      /** Whether people from outside the organization may be members. */
      externalAllowed: z.boolean().optional(),
      /** Of a transfer: who owns it, by name. */
      owner: z.string().nullable().optional(),
      /** Of a deletion: what went with it. */
      spans: z.number().optional(),
      logs: z.number().optional(),
      metrics: z.number().optional(),
      keys: z.number().optional(),
      bytes: z.number().optional(),
    }),
  },
  key: {
    verbs: ['created', 'updated', 'rotated', 'regenerated', 'revoked'],
    state: z.object({
      name: z.string(),
      environment: z.string(),
      allowedAddresses: z.array(z.string()),
      kind: z.enum(['single', 'pair']),
      scopes: z.array(z.enum(KEY_SCOPES)),
      /** First and last characters, as every list shows them. */
      prefix: z.string(),
      lastFour: z.string(),
      createdAt: time,
      expiresAt: time,
      revokedAt: time,
      replacedBy: z.string().nullable(),
    }),
  },
  /** Of a project or of a key; the resource is the one that the limits hold for. */
  limits: {
    verbs: ['changed'],
    /** Null: as much as it likes. */
    state: z.object({
      spansPerDay: z.number().nullable(),
      bytes: z.number().nullable().optional(),
      requestsPerSecond: z.number().nullable(),
    }),
  },
  organization: {
    verbs: ['created', 'updated'],
    state: z.object({ name: z.string() }),
  },
  person: {
    verbs: [
      'joined',
      'role_changed',
      'removed',
      'left',
      'reset_code_created',
      'profile_changed',
      'password_changed',
      'second_factor_on',
      'second_factor_off',
      'second_factor_sealed',
      'disabled',
      'enabled',
    ],
    state: z.object({
      email: z.string().nullable(),
      name: z.string().optional(),
      /** Name of the role in the organization. */
      role: z.string().optional(),
    }),
  },
  invitation: {
    verbs: ['created', 'resent', 'revoked', 'accepted'],
    state: z.object({
      email: z.string(),
      /** Name of the role in the organization; in the project, for somebody invited to that alone. */
      role: z.string(),
      expiresAt: time,
    }),
  },
  role: {
    verbs: ['created', 'updated', 'deleted'],
    state: z.object({
      scope: z.enum(['organization', 'project']),
      name: z.string(),
      description: z.string(),
      permissions: z.array(z.string()),
      /** Of a deleted role: the one its holders got, and how many they were. */
      movedTo: z.string().optional(),
      moved: z.number().optional(),
    }),
  },
  member: {
    verbs: ['added', 'role_changed', 'removed'],
    state: z.object({
      email: z.string().nullable(),
      role: z.string(),
      /** True for somebody from outside the organization. */
      external: z.boolean().optional(),
    }),
  },
  session: {
    verbs: ['started', 'refused', 'ended'],
    state: z.object({
      kind: z.enum(['password', 'link']).optional(),
      email: z.string().nullable(),
    }),
  },
  settings: {
    verbs: ['changed'],
    /** Only the settings that differ. */
    state: z.object({
      keylessIngest: z.boolean().optional(),
      allowedOrigins: z.array(z.string()).optional(),
      allowedHosts: z.array(z.string()).optional(),
      requireSignIn: z.boolean().optional(),
      auditRetentionDays: z.number().optional(),
      sessionIdleMinutes: z.number().optional(),
    }),
  },
  price: {
    verbs: ['changed', 'reset'],
    state: z.object({
      input: z.number(),
      output: z.number(),
      cachedInput: z.number().nullable(),
      cacheWrite: z.number().nullable(),
    }),
  },
  traces: {
    verbs: [
      'exported',
      'imported',
      'deletion_requested',
      'deletion_stopped',
      'deletion_cancelled',
      'deleted',
    ],
    state: z.object({
      signals: z.array(z.string()).optional(),
      format: z.string().optional(),
      /** Start times, inclusive and exclusive; absent where not limited. */
      from: z.string().optional(),
      to: z.string().optional(),
      /** Names of the filters in force, never the values looked for: those can be personal. */
      filters: z.array(z.string()).optional(),
      /** The role or key scope it was made as, where not as oneself. */
      viewAs: z.string().optional(),
      /** Of an export: kinds of personal data taken out on the way, and whether it is encrypted. */
      redacted: z.array(z.string()).optional(),
      encrypted: z.boolean().optional(),
      firstLine: z.number().optional(),
      accepted: z.number().optional(),
      duplicates: z.number().optional(),
      rejected: z.number().optional(),
      /** Of a deletion: `trace`, `filter` or `attribute`, and what it removed; never the value looked for. */
      target: z.string().optional(),
      traceId: z.string().optional(),
      attributeKey: z.string().optional(),
      /** Of one that ended early: days of each signal that it went through, and that it was to go through. */
      daysDone: z.number().optional(),
      daysTotal: z.number().optional(),
      traces: z.number().optional(),
      spans: z.number().optional(),
      logs: z.number().optional(),
      metrics: z.number().optional(),
    }),
  },
  /** A workspace of files, which is nobody's project. */
  workspace: {
    verbs: ['opened', 'closed'],
    state: z.object({
      files: z.number(),
      spans: z.number().optional(),
      logs: z.number().optional(),
      metrics: z.number().optional(),
    }),
  },
  retention: {
    verbs: ['changed', 'swept', 'sweep_cancelled', 'instance_changed'],
    state: z.object({
      /** Of a change: only what differs. */
      traces: RULE_STATE.optional(),
      logs: RULE_STATE.optional(),
      metrics: RULE_STATE.optional(),
      environments: z.array(z.object({ environment: z.string(), days: z.number() })).optional(),
      errorDays: z.number().nullable().optional(),
      pinnedDays: z.number().nullable().optional(),
      legalHold: z.boolean().optional(),
      /** The rules before could not be read. */
      unreadable: z.boolean().optional(),
      ceilingDays: z.number().nullable().optional(),
      warnBelow: z.number().optional(),
      deleteBelow: z.number().optional(),
      deleteOldest: z.boolean().optional(),
      refuseBelow: z.number().optional(),
      /** Of a sweep: why it ran, whether a kill or somebody ended it, and what it removed. */
      cause: z.string().optional(),
      interrupted: z.boolean().optional(),
      cancelled: z.boolean().optional(),
      days: z.number().optional(),
      spans: z.number().optional(),
      logRecords: z.number().optional(),
      metricRecords: z.number().optional(),
      bytes: z.number().optional(),
      tookMs: z.number().optional(),
      failures: z.number().optional(),
    }),
  },
  /** Filters kept under a name; never the name nor what they look for: it can be personal. */
  saved_filter: { verbs: ['saved', 'removed'], state: z.object({ isShared: z.boolean() }) },
  /** What people and programs say of traces; never what a note, tag, score or comment says: it can be personal. */
  annotation: {
    verbs: [
      'pinned',
      'unpinned',
      'tagged',
      'note_added',
      'note_changed',
      'note_deleted',
      'scored',
      'score_deleted',
      'imported',
      'removed',
      'redacted',
    ],
    state: z.object({
      /** The trace, where it is one. */
      traceId: z.string().optional(),
      spanId: z.string().optional(),
      /** How many traces it was about. */
      traces: z.number().optional(),
      /** How many tags or scores were put on or taken off. */
      count: z.number().optional(),
      /** Of another author's note or score. */
      author: z.string().optional(),
    }),
  },
  redaction: {
    verbs: [
      'changed',
      'instance_changed',
      'scan_started',
      'scan_finished',
      'scan_cancelled',
      'rewrite_started',
      'rewrite_finished',
      'rewrite_cancelled',
    ],
    state: z.object({
      /** Of stored data: the project's, for what arrives. */
      mode: z.string(),
      types: z.array(z.string()),
      replacement: z.string().optional(),
      /** Names of custom rules; their words and patterns stay out. */
      customRules: z.array(z.string()).optional(),
      dropKeys: z.number().optional(),
      keepOnlyKeys: z.number().optional(),
      allowKeys: z.number().optional(),
      allowDomains: z.number().optional(),
      allowAddresses: z.number().optional(),
      allowPrivateAddresses: z.boolean().optional(),
      /** Of stored data: what was gone through, and what was found or replaced. */
      spans: z.number().optional(),
      logRecords: z.number().optional(),
      metricRecords: z.number().optional(),
      found: z.number().optional(),
      /** Days that could not be gone through. */
      failures: z.number().optional(),
    }),
  },
  visibility_rule: {
    verbs: ['created', 'updated', 'deleted'],
    state: z.object({
      pattern: z.string(),
      match: z.string(),
      scopes: z.array(z.string()),
      hide: z.string(),
      visibleTo: z.array(z.string()),
      note: z.string(),
    }),
  },
  /** Values that a rule hides from others were read by somebody who may. */
  values: {
    verbs: ['seen'],
    state: z.object({
      /** Attribute keys, never values. */
      keys: z.array(z.string()),
      /** The trace; absent for lists and exports. */
      traceId: z.string().optional(),
    }),
  },
  instance: {
    /** `backed_up` is written before the first byte leaves, `backup_completed` when the last one has. */
    verbs: ['backed_up', 'backup_completed'],
    state: z.object({
      /** Whether the audit key and second factors went along, sealed with a passphrase. */
      sealed: z.boolean(),
      /** Of the whole archive. */
      bytes: z.number().optional(),
      spans: z.number().optional(),
      /** Data files that could not be read and are not inside. */
      leftOut: z.number().optional(),
    }),
  },
  audit: {
    verbs: ['started', 'read', 'exported', 'verified', 'trimmed', 'break_found', 'restored'],
    state: z.object({
      /** Of a read or an export: names of the filters in force. */
      filters: z.array(z.string()).optional(),
      format: z.string().optional(),
      /** Of a verification. */
      ok: z.boolean().optional(),
      /** Of a trim: entries up to this one were removed by the rule; `hash` is that entry's, hexadecimal. */
      throughSequence: z.number().optional(),
      throughHash: z.string().optional(),
      retentionDays: z.number().optional(),
      /** Of a break: what is wrong, and the last entry that was found in the table. */
      problem: z.string().optional(),
      lastSequence: z.number().optional(),
      /** SHA-256 of the instance's public key, hexadecimal; of a restored log: of the key it had before. */
      keyFingerprint: z.string().optional(),
    }),
  },
} as const satisfies Record<string, { verbs: readonly string[]; state: z.ZodObject }>;

export type AuditedResource = keyof typeof AUDITED;

/** The kept fields of a resource. */
export type AuditedState<R extends AuditedResource> = z.output<(typeof AUDITED)[R]['state']>;
