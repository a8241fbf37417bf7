import { z } from 'zod';
import { ProjectId, RoleId, VisibilityRuleId } from '../ids.ts';
import {
  ATTRIBUTE_SCOPES,
  DERIVED_FIELDS,
  HIDE_KINDS,
  KEY_VIEWERS,
  MATCH_KINDS,
  MAX_PATTERN,
  MAX_RULES,
} from '../visibility.ts';
import { call } from './call.ts';

/** Who sees: a role, of the organization or of projects, or API keys by their scope. */
export const ViewerId = z.union([RoleId, z.enum(KEY_VIEWERS)]);
export type ViewerId = z.infer<typeof ViewerId>;

/** To be answered exactly as this viewer would be; takes `visibility:manage` in the project. */
export const ViewAs = ViewerId.optional();

/** Columns that are blank for the reader, because a rule hides an attribute they come from. */
export const HiddenFields = z.array(z.enum(DERIVED_FIELDS));

const distinct = <T>(items: readonly T[]): boolean => new Set(items).size === items.length;

/** Which attributes a rule covers. */
const Coverage = z.object({
  /** An attribute key, its beginning, or a pattern with `*` and `?`, letter case counted. */
  pattern: z.string().min(1, 'Name an attribute.').max(MAX_PATTERN, 'At most 512 characters.'),
  match: z.enum(MATCH_KINDS),
  /** Where the attribute sits. */
  scopes: z
    .array(z.enum(ATTRIBUTE_SCOPES))
    .min(1, 'Choose at least one place.')
    .max(ATTRIBUTE_SCOPES.length)
    .refine(distinct, 'Each place once.'),
});

const Content = Coverage.extend({
  hide: z.enum(HIDE_KINDS),
  /** Who sees all the same; everybody else does not. */
  visibleTo: z.array(ViewerId).max(100).refine(distinct, 'Each role once.').default([]),
  /** Why, for other administrators. */
  note: z.string().trim().max(500, 'At most 500 characters.').default(''),
});
export type VisibilityRuleContent = z.output<typeof Content>;

/** Hides attributes of a project from all but the viewers it names. */
export const VisibilityRule = z.object({
  id: VisibilityRuleId,
  ...Content.shape,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type VisibilityRule = z.infer<typeof VisibilityRule>;

/** Somebody rules can name, and "view as" can stand in for. */
export const Viewer = z.object({
  id: ViewerId,
  name: z.string(),
  kind: z.enum(['organization_role', 'project_role', 'key']),
  /** Whether it may read traces of this project at all. */
  readsTraces: z.boolean(),
});
export type Viewer = z.infer<typeof Viewer>;

const InProject = z.object({ projectId: ProjectId });
const OneRule = InProject.extend({ ruleId: VisibilityRuleId });

export const visibility = {
  list: call({
    permission: 'visibility:read',
    route: { method: 'GET', path: '/projects/{projectId}/visibility-rules' },
    summary: 'Rules that hide attributes of a project, oldest first',
  })
    .input(InProject)
    .output(z.object({ rules: z.array(VisibilityRule).max(MAX_RULES) })),
  create: call({
    permission: 'visibility:manage',
    route: { method: 'POST', path: '/projects/{projectId}/visibility-rules' },
    summary: 'Hide attributes from all but the roles and key scopes named',
  })
    .input(InProject.extend(Content.shape))
    .output(VisibilityRule),
  update: call({
    permission: 'visibility:manage',
    route: { method: 'PUT', path: '/projects/{projectId}/visibility-rules/{ruleId}' },
    summary: 'Change a rule; it holds from the next call on',
  })
    .input(OneRule.extend(Content.shape))
    .output(VisibilityRule),
  remove: call({
    permission: 'visibility:manage',
    route: { method: 'DELETE', path: '/projects/{projectId}/visibility-rules/{ruleId}' },
    summary: 'Delete a rule: what it hid is seen again, unless another rule hides it',
  }).input(OneRule),
  viewers: call({
    permission: 'visibility:read',
    route: { method: 'GET', path: '/projects/{projectId}/viewers' },
    summary: 'Roles and key scopes that rules of a project can name',
  })
    .input(InProject)
    .output(z.object({ viewers: z.array(Viewer) })),
  mine: call({
    permission: 'traces:read',
    route: { method: 'GET', path: '/projects/{projectId}/hidden-fields' },
    summary: 'Columns that are blank for the caller, and cannot be filtered or sorted by',
  })
    .input(InProject.extend({ viewAs: ViewAs }))
    .output(
      z.object({
        /** Whether any rule hides anything from the caller. */
        anything: z.boolean(),
        fields: HiddenFields,
      }),
    ),
  preview: call({
    permission: 'visibility:manage',
    route: { method: 'POST', path: '/projects/{projectId}/visibility-rules/preview' },
    summary: 'Attribute keys of the newest telemetry that a rule would cover; never a value',
  })
    .input(InProject.extend(Coverage.shape))
    .output(
      z.object({
        /** The most frequent first. */
        keys: z.array(
          z.object({
            scope: z.enum(ATTRIBUTE_SCOPES),
            key: z.string(),
            /** Attributes found. */
            count: z.number().int(),
          }),
        ),
        /** Spans, log records and metrics looked at. */
        records: z.number().int(),
        /** There are more keys than are listed. */
        truncated: z.boolean(),
      }),
    ),
};
