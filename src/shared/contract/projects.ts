import { z } from 'zod';
import { OrganizationId, ProjectId } from '../ids.ts';
import { call } from './call.ts';
import { NewKey } from './keys.ts';

export const ProjectName = z
  .string()
  .trim()
  .min(1, 'Give the project a name.')
  .max(80, 'At most 80 characters.');

export const Project = z.object({
  id: ProjectId,
  organizationId: OrganizationId,
  name: z.string(),
  description: z.string(),
  /** True for the project that keyless local data goes to. */
  isDefault: z.boolean(),
  createdAt: z.iso.datetime(),
  /** Active keys. */
  keyCount: z.number().int(),
  /** Visible prefixes of active keys, at most three. */
  keyPrefixes: z.array(z.string()),
  /** When the newest span was stored; null before the first. */
  lastSpanAt: z.iso.datetime().nullable(),
  /** Spans and bytes now kept on disk. */
  spanCount: z.number().int(),
  bytes: z.number().int(),
});
export type Project = z.infer<typeof Project>;

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
    .input(z.object({ projectId: ProjectId }))
    .output(Project),
  create: call({
    permission: 'projects:create',
    route: { method: 'POST', path: '/projects' },
    summary: 'Create a project with its first key; the secret is in this answer and never again',
  })
    .input(
      z.object({
        name: ProjectName,
        description: z.string().trim().max(500).default(''),
        /** Absent: the first organization of this instance. */
        organizationId: OrganizationId.optional(),
      }),
    )
    .output(z.object({ project: Project, key: NewKey })),
};
