import { z } from 'zod';
import { DeletionId, ProjectId } from '../ids.ts';
import { isOneLine } from '../reason.ts';
import { call } from './call.ts';
import { DaysDone, Deletion, DeletionCounts, DeletionTarget } from './deletion.ts';

export const RETAINED_SIGNALS = ['traces', 'logs', 'metrics'] as const;
export type RetainedSignal = (typeof RETAINED_SIGNALS)[number];

/** Whole days; a record goes once its UTC day is more than so many days ago. */
const KeptDays = z
  .number()
  .int('Days are a whole number.')
  .min(1, 'Keep at least 1 day.')
  .max(36_500, 'Keep at most 36,500 days.');

const Amount = z.number().int('A whole number.').min(1, 'At least 1.').max(1e15);

/** How much of one signal is kept: whichever limit comes first. Null: no limit. */
export const SignalRule = z.object({
  days: KeptDays.nullable(),
  /** On the disk. */
  bytes: Amount.nullable(),
  /** Spans, log records or metrics. */
  records: Amount.nullable(),
});
export type SignalRule = z.infer<typeof SignalRule>;

const EnvironmentRule = z.object({
  environment: z.string().trim().min(1).max(200),
  days: KeptDays,
});

const environments = (rule: typeof EnvironmentRule) =>
  z
    .array(rule)
    .max(100)
    .refine(
      (list) => new Set(list.map(({ environment }) => environment)).size === list.length,
      'Each environment has one rule.',
    );

/** What is kept of a project. */
export const RetentionRules = z.object({
  traces: SignalRule,
  logs: SignalRule,
  metrics: SignalRule,
  /** Other days for records of these environments, whatever the signal. */
  environments: environments(EnvironmentRule),
  /** Traces with a failed span and log records of severity error or worse stay so many days, if that is longer. */
  errorDays: KeptDays.nullable(),
  /**
   * Pinned traces stay so many days, if that is longer, whatever is stored; null: as long as they are pinned. Above it
   * stand the ceiling of the instance, and whoever deletes them by hand.
   */
  pinnedDays: KeptDays.nullable().default(null),
  /** Nothing is deleted: by no rule, by nobody. */
  legalHold: z.boolean(),
});
export type RetentionRules = z.infer<typeof RetentionRules>;

export const REMOVAL_REASONS = ['age', 'ceiling', 'size', 'count', 'disk'] as const;

/** What goes of one day. */
export const Removal = z.object({
  signal: z.enum(RETAINED_SIGNALS),
  /** UTC day of arrival. */
  day: z.iso.date(),
  reason: z.enum(REMOVAL_REASONS),
  /** Everything that arrived that day goes. */
  whole: z.boolean(),
  records: z.number().int(),
  bytes: z.number().int(),
  /** Of a plan of which only a part of the day goes: `bytes` are about so many. */
  bytesEstimated: z.literal(true).optional(),
});
export type Removal = z.infer<typeof Removal>;

/** What a sweep leaves because it is pinned. */
export const PinnedRest = z.object({
  signal: z.enum(RETAINED_SIGNALS),
  day: z.iso.date(),
  /** At most, where caps take a part of the day. */
  records: z.number().int(),
});
export type PinnedRest = z.infer<typeof PinnedRest>;

export const RunResult = z.object({
  projectId: ProjectId,
  removals: z.array(Removal),
  /** Days that could not be swept, and why. */
  failures: z.array(z.string()),
  /** Somebody cancelled it before it was done: the rest is for the next sweep. Absent: nobody did. */
  cancelled: z.literal(true).optional(),
});
export type RunResult = z.infer<typeof RunResult>;

/** A sweep that removed something or failed, or that somebody asked for. */
export const RetentionRun = z.object({
  startedAt: z.iso.datetime(),
  tookMs: z.number(),
  cause: z.enum(['schedule', 'request', 'disk']),
  /** The collector ended or was killed before it was done, or the disk kept its end from being written down: what it had removed. */
  interrupted: z.literal(true).optional(),
  results: z.array(RunResult),
});
export type RetentionRun = z.infer<typeof RetentionRun>;

/** A sweep that waits or goes on, as far as one project goes. */
export const Sweep = z.object({
  cause: RetentionRun.shape.cause,
  /** While it waits, since when. */
  startedAt: z.iso.datetime(),
  /** `waiting`: for its turn, or for that of the project; `looking`: for what goes; then `removing` it. */
  state: z.enum(['waiting', 'looking', 'removing']),
  /** Somebody cancelled it: it ends before the next day. */
  isCancelling: z.boolean(),
  /** Files that it looks at; then files from which something goes. */
  days: DaysDone,
  /** The file it is at; null: none now. */
  at: Removal.pick({ signal: true, day: true }).nullable(),
  /** So far. */
  removed: Removal.pick({ records: true, bytes: true }),
});
export type Sweep = z.infer<typeof Sweep>;

/** A sweep that waits or goes on, over all projects that it goes through; `days` and `at` are of the one it is at. */
export const WholeSweep = Sweep.extend({
  /** Null: it waits, or is between two. */
  projectId: ProjectId.nullable(),
  projects: DaysDone,
});
export type WholeSweep = z.infer<typeof WholeSweep>;

/** A stored day and when the rules take it. */
const KeptDay = z.object({
  signal: z.enum(RETAINED_SIGNALS),
  day: z.iso.date(),
  bytes: z.number().int(),
  records: z.number().int(),
  /** Bytes on the disk that compaction gave back; absent: it was not compacted. */
  savedBytes: z.number().int().optional(),
  /** UTC day by which the last of it goes by age, if it has what the rules keep longest; null: no rule says. */
  goesOn: z.iso.date().nullable(),
});

export const RetentionState = z.object({
  rules: RetentionRules,
  /** The rules cannot be read; a legal hold may be among them, so nothing goes until they are set anew. */
  rulesUnreadable: z.boolean().optional(),
  /** No project keeps anything longer; null: no such limit. */
  ceilingDays: KeptDays.nullable(),
  days: z.array(KeptDay),
  /** What compaction of days that are over did: days in all, and bytes given back. */
  compaction: z.object({ days: z.number().int(), savedBytes: z.number().int() }).optional(),
  /** Null: none is due, see `sweepsWait`. */
  nextSweepAt: z.iso.datetime().nullable(),
  /**
   * Why none comes, or not at its time: `unserved`: neither the app nor a server has the folder open; `starting`: the
   * first one begins in a moment; `clock`: see `heldUntil`; `backup`: one is being made. Absent: nothing keeps it.
   */
  sweepsWait: z.enum(['unserved', 'starting', 'clock', 'backup']).optional(),
  /** Until when scheduled sweeps wait because the clock jumped ahead. */
  heldUntil: z.iso.datetime().nullable(),
  /** The newest first. */
  runs: z.array(RetentionRun),
  /** Days of the last week, up to today, that the forecast is made of; 0: nothing came in it. */
  learnedDays: z.number().int().optional(),
  /** Bytes on the disk in so many days, if as much comes each day as on these. */
  forecast: z.array(z.object({ inDays: z.number().int(), bytes: z.number().int() })),
});
export type RetentionState = z.infer<typeof RetentionState>;

export const InstanceRetention = z.object({
  ceilingDays: KeptDays.nullable(),
  disk: z.object({
    /** Free bytes below which everybody is warned. */
    warnBelow: z.number().int().min(0).max(1e15),
    /** Free bytes below which the oldest days are removed, where that is allowed. */
    deleteBelow: z.number().int().min(0).max(1e15),
    deleteOldest: z.boolean(),
    /** Free bytes below which nothing more is taken. */
    refuseBelow: z.number().int().min(0).max(1e15),
  }),
});
export type InstanceRetention = z.infer<typeof InstanceRetention>;

const ofProject = { projectId: ProjectId };

/** Of rules that were stored before names were checked, other names are read too. */
const NamedEnvironments = environments(
  EnvironmentRule.extend({
    environment: EnvironmentRule.shape.environment.refine(
      isOneLine,
      'The name of an environment is one line: take out line breaks, control characters and halves of characters.',
    ),
  }),
);

/** A change of rules; what is left out stays. */
const RuleChange = z.object({
  ...ofProject,
  traces: SignalRule.partial().optional(),
  logs: SignalRule.partial().optional(),
  metrics: SignalRule.partial().optional(),
  environments: NamedEnvironments.optional(),
  errorDays: KeptDays.nullable().optional(),
  pinnedDays: KeptDays.nullable().optional(),
  legalHold: z.boolean().optional(),
});

/** What a sweep would do to a project. */
const Preview = z.object({
  removals: z.array(Removal),
  /** What would go as well, were it not pinned. */
  pinned: z.array(PinnedRest),
  /** Days that cannot be read, and why: they would stay as they are. */
  failures: z.array(z.string()),
});

export const retention = {
  get: call({
    permission: 'retention:read',
    route: { method: 'GET', path: '/projects/{projectId}/retention' },
    summary: 'Rules of a project, what is stored by day, and the sweeps',
  })
    .input(z.object(ofProject))
    .output(RetentionState),
  set: call({
    permission: 'retention:manage',
    route: { method: 'PUT', path: '/projects/{projectId}/retention' },
    summary: 'Change rules of a project; what is left out stays',
  })
    .input(RuleChange)
    .output(z.object({ rules: RetentionRules })),
  preview: call({
    permission: 'retention:read',
    route: { method: 'GET', path: '/projects/{projectId}/retention/preview' },
    summary:
      'Dry run: exactly the records that a sweep would remove now, and bytes: about, where only a part of a day goes',
  })
    .input(z.object(ofProject))
    .output(Preview),
  previewRules: call({
    permission: 'retention:manage',
    route: { method: 'POST', path: '/projects/{projectId}/retention/preview' },
    summary:
      'Dry run of a change of rules: what a sweep would remove if it were made, bytes as in the other dry run; changes nothing',
  })
    .input(RuleChange)
    .output(Preview),
  sweep: call({
    permission: 'retention:manage',
    route: { method: 'POST', path: '/projects/{projectId}/retention/sweep' },
    summary: 'Remove now what the rules of a project say; there is no undo',
  })
    .input(z.object(ofProject))
    .output(z.object({ run: RetentionRun })),
  sweepAll: call({
    permission: 'instance:manage',
    route: { method: 'POST', path: '/retention/sweep' },
    summary: 'Sweep every project now, or list what would go',
  })
    .input(z.object({ dryRun: z.boolean().default(false) }))
    .output(z.object({ run: RetentionRun })),
  sweeps: call({
    permission: 'retention:read',
    route: { method: 'GET', path: '/projects/{projectId}/retention/sweeps' },
    summary: 'Sweeps of a project that wait or go on, and how far they are',
  })
    .input(z.object(ofProject))
    .output(z.object({ sweeps: z.array(Sweep) })),
  cancelSweep: call({
    permission: 'retention:manage',
    route: { method: 'POST', path: '/projects/{projectId}/retention/sweeps/cancel' },
    summary:
      'End sweeps of a project before their next day; what they removed stays removed, and sweeps of other projects go on',
  })
    .input(z.object(ofProject))
    .output(Sweep.pick({ days: true, removed: true })),
  allSweeps: call({
    permission: 'instance:manage',
    route: { method: 'GET', path: '/retention/sweeps' },
    summary: 'Sweeps of all projects that wait or go on, and how far they are',
  }).output(z.object({ sweeps: z.array(WholeSweep) })),
  cancelAllSweeps: call({
    permission: 'instance:manage',
    route: { method: 'POST', path: '/retention/sweeps/cancel' },
    summary: 'End sweeps of all projects before their next day; what they removed stays removed',
  }).output(WholeSweep.pick({ projects: true, removed: true })),
  instance: call({
    permission: 'instance:manage',
    route: { method: 'GET', path: '/retention' },
    summary: 'The ceiling of all projects and the guard of the disk',
  }).output(InstanceRetention.extend({ freeBytes: z.number().nullable() })),
  setInstance: call({
    permission: 'instance:manage',
    route: { method: 'PUT', path: '/retention' },
    summary: 'Change the ceiling of all projects and the guard of the disk',
  })
    .input(
      z.object({
        ceilingDays: KeptDays.nullable().optional(),
        disk: InstanceRetention.shape.disk.partial().optional(),
      }),
    )
    .output(InstanceRetention),
  countDeletion: call({
    permission: 'traces:delete',
    route: { method: 'POST', path: '/projects/{projectId}/deletions/count' },
    summary: 'What a deletion would remove',
  })
    .input(z.object({ ...ofProject, target: DeletionTarget }))
    .output(DeletionCounts),
  delete: call({
    permission: 'traces:delete',
    route: { method: 'POST', path: '/projects/{projectId}/deletions' },
    summary: 'Delete for good; answered when no byte of it is left in the data folder',
  })
    .input(
      z.object({
        ...ofProject,
        target: DeletionTarget,
        /** The name of the project. */
        confirm: z.string().max(1000),
        /** A new id that the caller made up, to follow the deletion and to cancel it by; default: one is made up here. */
        deletionId: DeletionId.optional(),
      }),
    )
    .output(z.object({ deleted: DeletionCounts })),
  deletions: call({
    permission: 'traces:delete',
    route: { method: 'GET', path: '/projects/{projectId}/deletions' },
    summary: 'Deletions that wait or go on, and how far they are',
  })
    .input(z.object(ofProject))
    .output(z.object({ deletions: z.array(Deletion) })),
  cancelDeletion: call({
    permission: 'traces:delete',
    route: { method: 'POST', path: '/projects/{projectId}/deletions/{deletionId}/cancel' },
    summary: 'End a deletion before its next day; what it deleted stays deleted',
  })
    .input(z.object({ ...ofProject, deletionId: DeletionId }))
    .output(Deletion.pick({ days: true, removed: true })),
};
