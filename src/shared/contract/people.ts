import { z } from 'zod';
import { OrganizationId, PersonId, ProjectId, RoleId } from '../ids.ts';
import { GRANTED_PERMISSIONS } from '../permissions.ts';
import { call } from './call.ts';
import { Email } from './email.ts';

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
  /** Since when the person can do nothing here; null for everybody else. */
  disabledAt: z.iso.datetime().nullable(),
  joinedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
});
export type Person = z.infer<typeof Person>;

/** A code that lets somebody choose a new password, once, within a day. */
const ResetCode = z.object({
  code: z.string(),
  email: z.string(),
  expiresAt: z.iso.datetime(),
});

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
  disable: call({
    permission: 'people:manage',
    route: { method: 'POST', path: '/organizations/{organizationId}/people/{personId}/disable' },
    summary: 'Keep a person out of this instance without removing them; their sessions end at once',
  })
    .input(OnePerson)
    .output(Person),
  enable: call({
    permission: 'people:manage',
    route: { method: 'POST', path: '/organizations/{organizationId}/people/{personId}/enable' },
    summary: 'Let a disabled person back in, with the roles they had',
  })
    .input(OnePerson)
    .output(Person),
  leave: call({
    permission: 'self',
    route: { method: 'POST', path: '/organizations/{organizationId}/leave' },
    summary: 'Leave an organization and all its projects',
  }).input(InOrganization),
  createResetCode: call({
    permission: 'people:manage',
    route: { method: 'POST', path: '/organizations/{organizationId}/people/{personId}/reset-code' },
    summary:
      'A one-time code with which a person of the organization, or an external member of a project of it, sets a new password; its use ends sessions and the second factor',
  })
    .input(OnePerson)
    .output(ResetCode),
  resetOwner: call({
    permission: 'instance:manage',
    summary: 'For the machine only: a one-time code that lets the local owner back in',
  })
    .input(z.object({ email: Email.optional() }))
    .output(ResetCode),
};
