import { z } from 'zod';
import { KeyId, ProjectId } from '../ids.ts';
import { call } from './call.ts';
import { HiddenFields } from './visibility.ts';

/** A UTC day, `YYYY-MM-DD`. */
const UsageDate = z.iso.date();

/** Longest span of days that is kept and reported. */
export const USAGE_KEPT_DAYS = 400;

/** What was stored: duplicates and refused requests are not in it. */
export const UsageNumbers = z.object({
  spans: z.number().int(),
  /** Log records. */
  logs: z.number().int(),
  metricPoints: z.number().int(),
  /** Export requests that were taken, imported documents included. */
  requests: z.number().int(),
  /** Requests refused because of a limit. */
  requestsRefused: z.number().int(),
  /** Bodies as they travelled, compressed or not. */
  bytesReceived: z.number().int(),
  /** As they were written to disk, compressed; before indexes. */
  bytesStored: z.number().int(),
  /** Of model calls. */
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  costUsd: z.number(),
});
export type UsageNumbers = z.infer<typeof UsageNumbers>;

/** A sender of a project: one of its keys, data of this machine without a key, or what people imported. */
export const UsageSource = UsageNumbers.extend({
  kind: z.enum(['key', 'keyless', 'import']),
  keyId: KeyId.nullable(),
  /** The key's name; empty for the others. */
  name: z.string(),
});
export type UsageSource = z.infer<typeof UsageSource>;

export const UsageReport = z.object({
  projectId: ProjectId,
  /** First and last day, both included, UTC. */
  from: UsageDate,
  to: UsageDate,
  total: UsageNumbers,
  /** Every day of the range, oldest first, those without data too. */
  days: z.array(UsageNumbers.extend({ date: UsageDate })),
  /** Those with data in the range, most spans first. */
  sources: z.array(UsageSource),
  /** Sums that are blank because a rule hides what they are made of; absent: none. */
  hiddenFields: HiddenFields.optional(),
});
export type UsageReport = z.infer<typeof UsageReport>;

const amount = z
  .number()
  .int('A limit is a whole number.')
  .min(1, 'A limit is at least 1; leave it out for none.')
  .max(1e15, 'That limit is too large to matter; leave it out for none.')
  .nullable();

/** Limits of a key; null: as much as it likes. */
const KeyLimits = z.object({
  /** Spans stored on one UTC day. */
  spansPerDay: amount,
  /** OTLP requests of any signal. */
  requestsPerSecond: amount,
});
export type KeyLimits = z.infer<typeof KeyLimits>;

/** Limits of a project; null: as much as it likes. */
const ProjectLimits = KeyLimits.extend({
  /** Kept on disk for the project. */
  bytes: amount,
});
export type ProjectLimits = z.infer<typeof ProjectLimits>;

/** A limit and how far it is used up. */
export const QuotaState = z.object({
  projectId: ProjectId,
  /** Null: the project's own limit. */
  keyId: KeyId.nullable(),
  /** The key's name; empty for the project's own. */
  keyName: z.string(),
  quota: z.enum(['spansPerDay', 'bytes', 'requestsPerSecond']),
  limit: z.number().int(),
  /** Spans today, bytes on disk; null for requests a second. */
  used: z.number().int().nullable(),
  /** `near` from 80 %, `reached` from 100 %; requests a second: once one was refused today. */
  level: z.enum(['ok', 'near', 'reached']),
  /** Requests refused today for being too many a second; 0 for other limits. */
  refused: z.number().int(),
  /** When the count begins anew; null where it does not. */
  resetsAt: z.iso.datetime().nullable(),
});
export type QuotaState = z.infer<typeof QuotaState>;

export const LimitsOfProject = z.object({
  project: ProjectLimits,
  /** Keys that have a limit. */
  keys: z.array(KeyLimits.extend({ keyId: KeyId, name: z.string() })),
  /** Every limit there is, the project's first. */
  quotas: z.array(QuotaState),
});
export type LimitsOfProject = z.infer<typeof LimitsOfProject>;

const OneProject = z.object({ projectId: ProjectId });

export const usage = {
  report: call({
    permission: 'usage:read',
    route: { method: 'GET', path: '/projects/{projectId}/usage' },
    summary: 'What a project stored, by UTC day and by sender',
  })
    .input(
      OneProject.extend({
        /** First day; absent: 29 days before the last. */
        from: UsageDate.optional(),
        /** Last day; absent: today in UTC. */
        to: UsageDate.optional(),
      }),
    )
    .output(UsageReport),
  limits: call({
    permission: 'usage:read',
    route: { method: 'GET', path: '/projects/{projectId}/limits' },
    summary: 'Limits of a project and its keys, and how far they are used up',
  })
    .input(OneProject)
    .output(LimitsOfProject),
  warnings: call({
    permission: 'usage:read',
    across: true,
    route: { method: 'GET', path: '/usage/warnings' },
    summary: 'Limits that are used up to 80 % or more, in all projects this principal may see',
  }).output(z.object({ warnings: z.array(QuotaState) })),
  setLimits: call({
    permission: 'limits:manage',
    route: { method: 'PATCH', path: '/projects/{projectId}/limits' },
    summary: 'Change limits of a project; null takes one away, what is left out stays',
  })
    .input(OneProject.extend(ProjectLimits.partial().shape))
    .output(LimitsOfProject),
  setKeyLimits: call({
    permission: 'limits:manage',
    route: { method: 'PATCH', path: '/keys/{keyId}/limits' },
    summary: 'Change limits of a key; null takes one away, what is left out stays',
  })
    .input(z.object({ keyId: KeyId }).extend(KeyLimits.partial().shape))
    .output(LimitsOfProject),
};
