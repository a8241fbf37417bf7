import { z } from 'zod';
import { OrganizationId, PersonId, ProjectId, RoleId } from '../ids.ts';
import { GRANTED_PERMISSIONS } from '../permissions.ts';
import { call } from './call.ts';

/** Somebody of an organization. */
export const Person = z.object({
  id: PersonId,
  name: z.string(),
  /** Null for the local owner until it is set: the one who started this instance. */
  email: z.string().nullable(),
  roleId: RoleId,
  roleName: z.string(),
  /** Projects the person was added to, beside those every member may enter. */
  projectCount: z.number().int(),
  secondFactor: z.boolean(),
  isLocalOwner: z.boolean(),
  joinedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
});
export type Person = z.infer<typeof Person>;

const InOrganization = z.object({ organizationId: OrganizationId });
const OnePerson = InOrganization.extend({ personId: PersonId });
const PermissionList = z.array(z.enum(GRANTED_PERMISSIONS));

export const people = {
  list: call({
    permission: 'people:read',
    route: { method: 'GET', path: '/organizations/{organizationId}/people' },
    summary: 'People of an organization with their roles',
  })
    .input(InOrganization)
    .output(z.object({ people: z.array(Person) })),
  access: call({
    permission: 'people:read',
    route: { method: 'GET', path: '/organizations/{organizationId}/people/{personId}/access' },
    summary: 'What a person may do, in the organization and in each of its projects',
  })
    .input(OnePerson)
    .output(
      z.object({
        organization: PermissionList,
        projects: z.array(
          z.object({ projectId: ProjectId, name: z.string(), permissions: PermissionList }),
        ),
      }),
    ),
  setRole: call({
    permission: 'people:manage',
    route: { method: 'PUT', path: '/organizations/{organizationId}/people/{personId}/role' },
    summary: 'Give a person another role in the organization',
  })
    .input(OnePerson.extend({ roleId: RoleId }))
    .output(Person),
  remove: call({
    permission: 'people:manage',
    route: { method: 'DELETE', path: '/organizations/{organizationId}/people/{personId}' },
    summary: 'Remove a person from the organization and all its projects, at once',
  }).input(OnePerson),
  leave: call({
    permission: 'self',
    route: { method: 'POST', path: '/organizations/{organizationId}/leave' },
    summary: 'Leave an organization and all its projects',
  }).input(InOrganization),
};
