import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectId } from '../ids.ts';
import {
  COVERAGE_SECONDS,
  MAX_COVERAGE_SECONDS,
  MAX_CUSTOM_RULES,
  MAX_FIELDS,
  MAX_KEYWORD,
  MAX_KEYWORDS,
  MAX_PATTERN,
  MAX_SAMPLE,
  MAX_TEMPLATE,
  parseMode,
  parsePiiType,
  parsePiiTypes,
  parseReplacementKind,
  PII_TYPES,
  REDACTION_MODES,
  REPLACEMENT_KINDS,
} from '../redaction.ts';
import { call } from './call.ts';
import { ViewAs } from './visibility.ts';

const Mode = z.enum(REDACTION_MODES);
const PiiTypeName = z.enum(PII_TYPES);

const Replacement = z.object({
  kind: z.enum(REPLACEMENT_KINDS),
  /** For `text`; `{type}` stands for the kind of data. No quotes, backslashes or control characters. */
  template: z.string().max(MAX_TEMPLATE).optional(),
});

export const CustomRule = z.object({
  /** Names the rule in the redaction audit. */
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'A name of a-z, 0-9, - and _, at most 40.'),
  /** What is put for `{type}`. */
  type: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'A name of A-Z, 0-9 and _, at most 40.'),
  kind: z.enum(['keywords', 'pattern']),
  keywords: z.array(z.string().trim().min(1).max(MAX_KEYWORD)).max(MAX_KEYWORDS).optional(),
  /** RE2 syntax: no look-around, no back references, time in proportion to the text. */
  pattern: z.string().max(MAX_PATTERN).optional(),
  ignoreCase: z.boolean().optional(),
  replacement: Replacement.optional(),
});

const Names = z.array(z.string().trim().min(1).max(512)).max(200);
const KeyNames = Names.refine(
  (keys) => keys.every((key) => !key.slice(0, -1).includes('*')),
  'A * stands at the end of a key only, for any ending.',
);
const DomainNames = Names.refine(
  (domains) => domains.every((domain) => /^(?:@|\*?\.)?[^\s@/:*,.][^\s@/:*,]*$/.test(domain)),
  'Domains such as example.org; those below them are meant too.',
);
const distinct = <T>(items: readonly T[]): boolean => new Set(items).size === items.length;

/** What is redacted of a project's data before it is stored. */
export const RedactionRules = z.object({
  mode: Mode,
  types: z.array(PiiTypeName).refine(distinct, 'Each kind once.'),
  /** For every kind that has none of its own. */
  replacement: Replacement,
  replacements: z.partialRecord(PiiTypeName, Replacement),
  rules: z
    .array(CustomRule)
    .max(MAX_CUSTOM_RULES)
    .refine((rules) => distinct(rules.map(({ id }) => id)), 'Each rule has its own id.'),
  /** Attributes removed altogether; `*` at the end stands for any ending. */
  dropKeys: Names,
  /** When not empty, all other attributes are removed. */
  keepOnlyKeys: Names,
  /** Attributes never looked at. */
  allowKeys: Names,
  allowDomains: Names,
  allowAddresses: z
    .array(
      z.union(
        [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
        'It takes an address or a range of them, such as 10.0.0.0/8.',
      ),
    )
    .max(200),
  allowPrivateAddresses: z.boolean(),
});
export type RedactionRules = z.infer<typeof RedactionRules>;

/** A word of ours, or one that other products use for it. @param read what it means; undefined for nothing */
function word<T extends string, M = T>(read: (text: string) => M | undefined, known: readonly T[]) {
  return z
    .string()
    .max(64)
    .transform((text, context): M => {
      const meant = read(text);
      if (meant !== undefined) return meant;
      context.addIssue({ code: 'custom', message: `One of: ${known.join(', ')}.` });
      return z.NEVER;
    });
}

const AnyMode = word(parseMode, REDACTION_MODES);
const AnyType = word(parsePiiType, PII_TYPES);
/** Two names of one kind, and `all`, are kinds once each. */
const AnyTypes = z
  .array(word(parsePiiTypes, [...PII_TYPES, 'all']))
  .max(100)
  .transform((types) => [...new Set(types.flat())]);
/** A template with `{type}` or the name of a replacement alone stands for the whole, as the SDKs of others write it. */
const AnyReplacement = z.union([
  Replacement.extend({ kind: word(parseReplacementKind, REPLACEMENT_KINDS) }),
  z
    .string()
    .max(MAX_TEMPLATE)
    .transform((text, context) => {
      const kind = parseReplacementKind(text);
      if (kind !== undefined) return { kind };
      if (/[{<]type[>}]/i.test(text)) return { kind: 'text' as const, template: text };
      const known = REPLACEMENT_KINDS.join(', ');
      context.addIssue({ code: 'custom', message: `One of: ${known}; or a text with {type}.` });
      return z.NEVER;
    }),
]);

/** Rules as a client may write them: the names of other products are understood, and what is left out stays. */
const RuleChanges = RedactionRules.extend({
  mode: AnyMode,
  types: AnyTypes,
  replacement: AnyReplacement,
  replacements: z.record(AnyType, AnyReplacement),
  dropKeys: KeyNames,
  keepOnlyKeys: KeyNames,
  allowKeys: KeyNames,
  allowDomains: DomainNames,
  rules: z
    .array(CustomRule.extend({ replacement: AnyReplacement.optional() }))
    .max(MAX_CUSTOM_RULES)
    .refine((rules) => distinct(rules.map(({ id }) => id)), 'Each rule has its own id.'),
}).partial();

/** Rules tried in place of the stored ones; a trial is always as if they were on. */
const Draft = RuleChanges.omit({ mode: true });

/** What holds in every project. */
export const InstanceRedaction = z.object({
  /** Mode of projects for which nobody has chosen one. */
  defaultMode: Mode,
  /** Kinds that are redacted everywhere, whatever a project says. */
  requiredTypes: z.array(PiiTypeName).refine(distinct, 'Each kind once.'),
});
export type InstanceRedaction = z.infer<typeof InstanceRedaction>;

/** Where something was found and how often. Never a value. */
const FoundRow = z.object({
  type: z.string(),
  rule: z.string(),
  /** Attribute key, or `name`, `body`, `status.message`, ...; redacted itself. */
  key: z.string(),
  service: z.string(),
  environment: z.string(),
  count: z.number().int(),
});
export type FoundRow = z.infer<typeof FoundRow>;

/** One row of the redaction audit. */
export const RedactionRow = FoundRow.extend({
  /** Start of the hour, UTC. */
  hour: z.iso.datetime(),
  /** `on`: replaced; `detect`: only counted. */
  mode: z.enum(['detect', 'on']),
});
export type RedactionRow = z.infer<typeof RedactionRow>;

/** Rows of the redaction audit that are asked for; those of whole hours. */
const AuditQuery = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  /** A kind in any spelling, or the type of a custom rule. */
  type: z.string().max(64).optional(),
  rule: z.string().max(64).optional(),
  key: z.string().max(512).optional(),
  service: z.string().max(512).optional(),
  environment: z.string().max(512).optional(),
  mode: z.enum(['detect', 'on']).optional(),
});
export type RedactionAuditQuery = z.infer<typeof AuditQuery>;

const Named = z.array(z.object({ name: z.string(), count: z.number().int() }));

/** Sums of the redaction audit. */
export const RedactionSummary = z.object({
  total: z.number().int(),
  /** Hours or days in order, those without anything left out; with what of each type was found. */
  buckets: z.array(
    z.object({ at: z.iso.datetime(), counts: z.record(z.string(), z.number().int()) }),
  ),
  /** The most frequent first, 200 at most of each. */
  types: Named,
  rules: Named,
  keys: Named,
  services: Named,
  environments: Named,
  /** Attributes that are hidden from the caller are in no number here. */
  leavesOutHidden: z.boolean(),
});
export type RedactionSummary = z.infer<typeof RedactionSummary>;

/** What rules would find in the newest records. */
export const Coverage = z.object({
  /** Records looked at, by signal. */
  spans: z.number().int(),
  logs: z.number().int(),
  metrics: z.number().int(),
  /** Records that were stored when it began. */
  stored: z.object({
    spans: z.number().int(),
    logs: z.number().int(),
    metrics: z.number().int(),
  }),
  /** Times of the earliest and the latest record looked at; null where none says when it was. */
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  /** Whether all that was asked for was looked at in time. */
  complete: z.boolean(),
  tookMs: z.number(),
  /** The most frequent first. */
  rows: z.array(FoundRow),
});
export type Coverage = z.infer<typeof Coverage>;

/** A coverage under way, and at its end what it found. */
export const CoverageStep = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('looking'),
    records: z.number().int(),
    /** About how much of the work is done, 0 to 1. */
    done: z.number(),
  }),
  Coverage.extend({ step: z.literal('found') }),
]);
export type CoverageStep = z.infer<typeof CoverageStep>;

/** Offsets in the text sent, UTF-16 units. */
const TrialHit = z.object({
  start: z.number().int(),
  end: z.number().int(),
  type: z.string(),
  rule: z.string(),
});
export type TrialHit = z.infer<typeof TrialHit>;

/** What would be stored of one value. */
export const TriedField = z.object({
  /** The attribute key as it would be stored. */
  key: z.string(),
  /** `drop`: the attribute would not be stored; `allow`: it is never looked at. */
  action: z.enum(['examine', 'drop', 'allow']),
  text: z.string(),
  hits: z.array(TrialHit),
});
export type TriedField = z.infer<typeof TriedField>;

const Key = z.string().max(512).default('');
const Text = z
  .string()
  .max(MAX_SAMPLE, `At most ${MAX_SAMPLE.toLocaleString('en-US')} characters.`);
const InProject = z.object({ projectId: ProjectId });
const CoverageInput = InProject.extend(Draft.shape).extend({
  viewAs: ViewAs,
  /** Newest records of each signal that are looked at; as many as one likes. */
  records: z.coerce.number<number>().int().min(1).default(1000),
  /** After this time it ends with what was looked at. */
  seconds: z.coerce
    .number<number>()
    .int()
    .min(1)
    .max(MAX_COVERAGE_SECONDS)
    .default(COVERAGE_SECONDS),
});

export const redaction = {
  get: call({
    permission: 'redaction:read',
    route: { method: 'GET', path: '/projects/{projectId}/redaction' },
    summary: 'What is redacted of a project before it is stored',
  })
    .input(InProject)
    .output(
      z.object({
        rules: RedactionRules,
        requiredTypes: InstanceRedaction.shape.requiredTypes,
        /** Nobody has chosen rules for the project: the mode is the default of the instance. */
        isDefault: z.boolean(),
      }),
    ),
  set: call({
    permission: 'redaction:manage',
    route: { method: 'PUT', path: '/projects/{projectId}/redaction' },
    summary: 'Change what is redacted, from the next request on; what is left out stays',
  })
    .input(InProject.extend(RuleChanges.shape))
    .output(z.object({ rules: RedactionRules })),
  test: call({
    permission: 'redaction:read',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/test' },
    summary: 'Try rules on a text; nothing of it is stored',
  })
    .input(
      InProject.extend({
        text: Text,
        /** The attribute key the text would have. */
        key: Key,
        ...Draft.shape,
      }),
    )
    .output(TriedField.omit({ key: true })),
  testFields: call({
    permission: 'redaction:read',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/test-fields' },
    summary: 'Try rules on several attributes; nothing of them is stored',
  })
    .input(
      InProject.extend({
        fields: z
          .array(z.object({ key: Key, text: Text }))
          .max(MAX_FIELDS)
          .refine(
            (fields) => fields.reduce((sum, { text }) => sum + text.length, 0) <= MAX_SAMPLE,
            `At most ${MAX_SAMPLE.toLocaleString('en-US')} characters in all.`,
          ),
        ...Draft.shape,
      }),
    )
    .output(z.object({ fields: z.array(TriedField) })),
  coverage: call({
    permission: 'redaction:read',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/coverage' },
    summary:
      'What rules would find in the newest records: counts, never values; takes traces:read as well',
  })
    .input(CoverageInput)
    .output(Coverage),
  watchCoverage: call({
    permission: 'redaction:read',
    summary: 'As coverage, telling meanwhile how far it is; ends when nobody listens',
  })
    .input(CoverageInput)
    .output(eventIterator(CoverageStep)),
  audit: call({
    permission: 'redaction:read',
    route: { method: 'GET', path: '/projects/{projectId}/redaction/audit' },
    summary: 'How often what was found where, by hour, the newest first; never values',
  })
    .input(
      InProject.extend(AuditQuery.shape).extend({
        limit: z.coerce.number<number>().int().min(1).max(10_000).default(1000),
      }),
    )
    .output(z.object({ rows: z.array(RedactionRow) })),
  auditFile: call({
    permission: 'redaction:read',
    route: { method: 'GET', path: '/projects/{projectId}/redaction/audit/export' },
    summary: 'The redaction audit as a file; never values',
  })
    .input(InProject.extend(AuditQuery.shape).extend({ format: z.enum(['csv', 'json']) }))
    .output(z.instanceof(Blob)),
  summary: call({
    permission: 'redaction:read',
    route: { method: 'GET', path: '/projects/{projectId}/redaction/summary' },
    summary: 'Sums of the redaction audit by hour or day, type, rule, key, service, environment',
  })
    .input(
      InProject.extend(AuditQuery.shape).extend({ bucket: z.enum(['hour', 'day']).default('day') }),
    )
    .output(RedactionSummary),
  instance: call({
    permission: 'instance:manage',
    route: { method: 'GET', path: '/redaction' },
    summary: 'What holds in every project',
  }).output(InstanceRedaction),
  setInstance: call({
    permission: 'instance:manage',
    route: { method: 'PUT', path: '/redaction' },
    summary: 'Change the mode of new projects and the kinds that are redacted everywhere',
  })
    .input(z.object({ defaultMode: AnyMode, requiredTypes: AnyTypes }).partial())
    .output(InstanceRedaction),
};
