import { z } from 'zod';
import { ProjectId } from '../ids.ts';
import {
  MAX_CUSTOM_RULES,
  MAX_KEYWORD,
  MAX_KEYWORDS,
  MAX_PATTERN,
  MAX_TEMPLATE,
  PII_TYPES,
  REDACTION_MODES,
  REPLACEMENT_KINDS,
} from '../redaction.ts';
import { call } from './call.ts';

/** Text played with at most, UTF-16 units. */
const MAX_SAMPLE = 100_000;

const Mode = z.enum(REDACTION_MODES);
const PiiTypeName = z.enum(PII_TYPES);

export const Replacement = z.object({
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
  allowAddresses: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).max(200),
  allowPrivateAddresses: z.boolean(),
});
export type RedactionRules = z.infer<typeof RedactionRules>;

/** What holds in every project. */
export const InstanceRedaction = z.object({
  /** Mode of projects for which nobody has chosen one. */
  defaultMode: Mode,
  /** Kinds that are redacted everywhere, whatever a project says. */
  requiredTypes: z.array(PiiTypeName).refine(distinct, 'Each kind once.'),
});
export type InstanceRedaction = z.infer<typeof InstanceRedaction>;

/** One row of the redaction audit. Never a value. */
export const RedactionRow = z.object({
  /** Start of the hour, UTC. */
  hour: z.iso.datetime(),
  type: z.string(),
  rule: z.string(),
  key: z.string(),
  service: z.string(),
  environment: z.string(),
  /** `on`: replaced; `detect`: only counted. */
  mode: z.enum(['detect', 'on']),
  count: z.number().int(),
});
export type RedactionRow = z.infer<typeof RedactionRow>;

const InProject = z.object({ projectId: ProjectId });

export const redaction = {
  get: call({
    permission: 'redaction:read',
    route: { method: 'GET', path: '/projects/{projectId}/redaction' },
    summary: 'What is redacted of a project before it is stored',
  })
    .input(InProject)
    .output(
      z.object({ rules: RedactionRules, requiredTypes: InstanceRedaction.shape.requiredTypes }),
    ),
  set: call({
    permission: 'redaction:manage',
    route: { method: 'PUT', path: '/projects/{projectId}/redaction' },
    summary: 'Change what is redacted, from the next request on; what is left out stays',
  })
    .input(InProject.extend(RedactionRules.partial().shape))
    .output(z.object({ rules: RedactionRules })),
  test: call({
    permission: 'redaction:read',
    route: { method: 'POST', path: '/projects/{projectId}/redaction/test' },
    summary: 'Try rules on a text; nothing of it is stored',
  })
    .input(
      InProject.extend({
        text: z.string().max(MAX_SAMPLE, `At most ${MAX_SAMPLE} characters.`),
        /** The attribute key the text would have. */
        key: z.string().max(512).default(''),
        /** Tried in place of the stored ones. */
        ...RedactionRules.omit({ mode: true }).partial().shape,
      }),
    )
    .output(
      z.object({
        text: z.string(),
        /** Offsets in the text sent, UTF-16 units. */
        hits: z.array(
          z.object({
            start: z.number().int(),
            end: z.number().int(),
            type: z.string(),
            rule: z.string(),
          }),
        ),
      }),
    ),
  audit: call({
    permission: 'redaction:read',
    route: { method: 'GET', path: '/projects/{projectId}/redaction/audit' },
    summary: 'How often what was found where, by hour, the newest first; never values',
  })
    .input(
      InProject.extend({
        from: z.iso.datetime().optional(),
        to: z.iso.datetime().optional(),
        limit: z.coerce.number().int().min(1).max(10_000).default(1000),
      }),
    )
    .output(z.object({ rows: z.array(RedactionRow) })),
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
    .input(InstanceRedaction.partial())
    .output(InstanceRedaction),
};
