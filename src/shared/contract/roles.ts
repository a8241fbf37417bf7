import { z } from 'zod';
import { OrganizationId, RoleId } from '../ids.ts';
import { isOneLine } from '../reason.ts';
import { GRANTED_PERMISSIONS } from '../permissions.ts';
import { call } from './call.ts';

export const Role = z.object({
  id: RoleId,
  name: z.string(),
  scope: z.enum(['organization', 'project']),
  description: z.string(),
  permissions: z.array(z.enum(GRANTED_PERMISSIONS)),
  builtIn: z.boolean(),
  /** How many hold it now, open invitations included. */
  holderCount: z.number().int(),
});
export type Role = z.infer<typeof Role>;

const InOrganization = z.object({ organizationId: OrganizationId });
const OneRole = InOrganization.extend({ roleId: RoleId });
const Content = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the role a name.')
    .max(60, 'At most 60 characters.')
    .refine(isOneLine, 'Without line breaks and control characters.'),
  description: z.string().trim().max(300).default(''),
  permissions: z.array(z.enum(GRANTED_PERMISSIONS)).max(GRANTED_PERMISSIONS.length),
});

export const roles = {
  list: call({
    permission: 'roles:read',
    route: { method: 'GET', path: '/organizations/{organizationId}/roles' },
    summary: 'Roles with what each allows, the built-in ones first',
  })
    .input(InOrganization)
    .output(z.object({ roles: z.array(Role) })),
  create: call({
    permission: 'roles:manage',
    route: { method: 'POST', path: '/organizations/{organizationId}/roles' },
    summary: 'Create a role out of permissions',
  })
    .input(InOrganization.extend({ scope: z.enum(['organization', 'project']), ...Content.shape }))
    .output(Role),
  update: call({
    permission: 'roles:manage',
    route: { method: 'PUT', path: '/organizations/{organizationId}/roles/{roleId}' },
    summary: 'Change a role; its holders may do what it says from now on',
  })
    .input(OneRole.extend(Content.shape))
    .output(Role),
  remove: call({
    permission: 'roles:manage',
    route: { method: 'DELETE', path: '/organizations/{organizationId}/roles/{roleId}' },
    summary: 'Delete a role; its holders get the one named instead',
  }).input(OneRole.extend({ replacementRoleId: RoleId })),
};
