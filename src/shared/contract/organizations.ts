import { z } from 'zod';
import { isOneLine } from '../reason.ts';
import { OrganizationId, ProjectId } from '../ids.ts';
import { permissionsIn } from '../permissions.ts';
import { call } from './call.ts';

const OrganizationName = z
  .string()
  .trim()
  .min(1, 'Give the organization a name.')
  .max(80, 'At most 80 characters.')
  .refine(isOneLine, 'Without line breaks and control characters.');

export const Organization = z.object({
  id: OrganizationId,
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** The project every member may enter; null for somebody who belongs to other projects only. */
  defaultProjectId: ProjectId.nullable(),
  memberCount: z.number().int(),
  /** What whoever asks may do in it, and by that in all its projects. */
  permissions: z.array(z.enum(permissionsIn('organization', 'project'))),
});
export type Organization = z.infer<typeof Organization>;

export const organizations = {
  list: call({
    permission: 'organizations:read',
    across: true,
    route: { method: 'GET', path: '/organizations' },
    summary: 'Organizations this principal belongs to',
  }).output(z.object({ organizations: z.array(Organization) })),
  create: call({
    permission: 'organizations:create',
    route: { method: 'POST', path: '/organizations' },
    summary: 'Create an organization with its Default Project; its creator is the owner',
  })
    .input(z.object({ name: OrganizationName }))
    .output(Organization),
  update: call({
    permission: 'organizations:update',
    route: { method: 'PATCH', path: '/organizations/{organizationId}' },
    summary: 'Rename an organization',
  })
    .input(z.object({ organizationId: OrganizationId, name: OrganizationName }))
    .output(Organization),
};
