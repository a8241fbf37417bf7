import { z } from 'zod';
import { OrganizationId, PersonId, ProjectId } from '../ids.ts';
import { isOneLine } from '../reason.ts';
import { permissionsIn } from '../permissions.ts';
import { call } from './call.ts';
import { NewKey } from './keys.ts';

export const ProjectName = z
  .string()
  .trim()
  .min(1, 'Give the project a name.')
  .max(80, 'At most 80 characters.')
  .refine(isOneLine, 'Without line breaks and control characters.');

export const Project = z.object({
  id: ProjectId,
  organizationId: OrganizationId,
  name: z.string(),
  description: z.string(),
  /** True for the project that keyless local data goes to. */
  isDefault: z.boolean(),
  createdAt: z.iso.datetime(),
  /** Since when it takes no data; null while it does. */
  archivedAt: z.iso.datetime().nullable(),
  /** Active keys. */
  keyCount: z.number().int(),
  /** Visible prefixes of active keys, at most three. */
  keyPrefixes: z.array(z.string()),
  /** Environment labels of active keys, at most five, in order of the alphabet. */
  environments: z.array(z.string()),
  /** People who were added to it; those who enter by their organization role are not counted. */
  memberCount: z.number().int(),
  /** Whether people from outside the organization may be members. */
  externalAllowed: z.boolean(),
  /** When the newest span was stored; null before the first. */
  lastSpanAt: z.iso.datetime().nullable(),
  /** Spans and bytes now kept on disk. */
  spanCount: z.number().int(),
  bytes: z.number().int(),
  /** How long traces are kept by the rules of the project and the ceiling of the instance; null: no rule says. */
  kept: z.object({
    shortestDays: z.number().int().nullable(),
    longestDays: z.number().int().nullable(),
    /** Nothing of it is deleted. */
    legalHold: z.boolean(),
  }),
  /** What whoever asks may do in it. */
  permissions: z.array(z.enum(permissionsIn('project'))),
});
export type Project = z.infer<typeof Project>;

const ProjectDescription = z.string().trim().max(500, 'At most 500 characters.');

/** Everything that goes with a project when it is deleted. */
export const ProjectContents = z.object({
  spans: z.number().int(),
  logs: z.number().int(),
  /** Metric data points. */
  metrics: z.number().int(),
  /** Keys of every state. */
  keys: z.number().int(),
  /** On disk. */
  bytes: z.number().int(),
});
export type ProjectContents = z.infer<typeof ProjectContents>;

const OneProject = z.object({ projectId: ProjectId });

export const projects = {
  list: call({
    permission: 'projects:read',
    across: true,
    route: { method: 'GET', path: '/projects' },
    summary: 'All projects this principal may see',
  }).output(z.object({ projects: z.array(Project) })),
  get: call({
    permission: 'projects:read',
    route: { method: 'GET', path: '/projects/{projectId}' },
    summary: 'One project',
  })
    .input(OneProject)
    .output(Project),
  create: call({
    permission: 'projects:create',
    route: { method: 'POST', path: '/projects' },
    summary: 'Create a project with its first key; the secret is in this answer and never again',
  })
    .input(
      z.object({
        name: ProjectName,
        description: ProjectDescription.default(''),
        /** Absent: the first organization of this instance. */
        organizationId: OrganizationId.optional(),
      }),
    )
    .output(z.object({ project: Project, key: NewKey })),
  update: call({
    permission: 'projects:update',
    route: { method: 'PATCH', path: '/projects/{projectId}' },
    summary: 'Rename a project or describe it; what is left out stays',
  })
    .input(
      OneProject.extend({
        name: ProjectName.optional(),
        description: ProjectDescription.optional(),
      }),
    )
    .output(Project),
  archive: call({
    permission: 'projects:update',
    route: { method: 'POST', path: '/projects/{projectId}/archive' },
    summary: 'Take no more data for a project; what it has can still be read',
  })
    .input(OneProject)
    .output(Project),
  restore: call({
    permission: 'projects:update',
    route: { method: 'POST', path: '/projects/{projectId}/restore' },
    summary: 'Take data for an archived project again',
  })
    .input(OneProject)
    .output(Project),
  transfer: call({
    permission: 'members:owners',
    route: { method: 'POST', path: '/projects/{projectId}/transfer' },
    summary: 'Hand the ownership of a project to another person of its organization',
  })
    .input(
      OneProject.extend({
        /** Who gets it: somebody of the organization who can sign in. */
        personId: PersonId,
        /**
         * Whose ownership it is; null for a project nobody owns. Refused where that is so no longer. Absent: the
         * caller's own, else that of the only owner.
         */
        fromPersonId: PersonId.nullable().optional(),
        /** What the owner of before keeps. */
        keep: z.enum(['admin', 'nothing']).default('admin'),
        /** The name of the project, letter for letter. */
        confirm: z.string().max(200),
      }),
    )
    .output(Project),
  setExternal: call({
    permission: 'members:external',
    route: { method: 'PUT', path: '/projects/{projectId}/external' },
    summary:
      'Allow members from outside the organization, or not: then those there are lose access at once',
  })
    .input(
      OneProject.extend({
        allowed: z.boolean(),
        /** Those one knows will lose access: refused when there are others by now. Absent: whoever it is. */
        removing: z.array(PersonId).max(10_000).optional(),
      }),
    )
    .output(
      z.object({
        project: Project,
        /** Who lost access. */
        removed: z.array(
          z.object({ personId: PersonId, name: z.string(), email: z.string().nullable() }),
        ),
        /** Addresses whose open invitations were taken back. */
        withdrawn: z.array(z.string()),
      }),
    ),
  contents: call({
    permission: 'projects:read',
    route: { method: 'GET', path: '/projects/{projectId}/contents' },
    summary: 'How much is in a project: what deleting it would remove',
  })
    .input(OneProject)
    .output(ProjectContents),
  delete: call({
    permission: 'projects:delete',
    route: { method: 'DELETE', path: '/projects/{projectId}' },
    summary: 'Delete a project with its telemetry and keys, for good; its name confirms it',
  })
    .input(
      OneProject.extend({
        /** The name of the project, letter for letter. */
        confirm: z.string().max(200),
      }),
    )
    .output(z.object({ deleted: ProjectContents })),
};
