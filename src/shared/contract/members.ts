import { z } from 'zod';
import { InvitationId, PersonId, ProjectId, RoleId } from '../ids.ts';
import { call } from './call.ts';
import { Email } from './email.ts';

/** Somebody with a role in one project. */
export const Member = z.object({
  personId: PersonId,
  name: z.string(),
  email: z.string().nullable(),
  roleId: RoleId,
  roleName: z.string(),
  /** Since when the person can do nothing here; null for everybody else. */
  disabledAt: z.iso.datetime().nullable(),
  joinedAt: z.iso.datetime(),
  /** True for somebody who is not of the project's organization. */
  external: z.boolean(),
});
export type Member = z.infer<typeof Member>;

/** Somebody who was invited to the project alone and has not come yet. */
export const ExternalInvitation = z.object({
  id: InvitationId,
  email: z.string(),
  roleId: RoleId,
  roleName: z.string(),
  state: z.enum(['pending', 'expired']),
  expiresAt: z.iso.datetime(),
});
export type ExternalInvitation = z.infer<typeof ExternalInvitation>;

/** Somebody of the organization who could be added, or own the project. */
export const Candidate = z.object({
  personId: PersonId,
  name: z.string(),
  email: z.string().nullable(),
  /** Name of the role they have in the project already; null for none. */
  roleName: z.string().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

/** What people from outside the organization may be: never owners. */
export const EXTERNAL_ROLES = ['project_read_only', 'project_member', 'project_admin'] as const;
export type ExternalRole = (typeof EXTERNAL_ROLES)[number];

const InProject = z.object({ projectId: ProjectId });
const OneMember = InProject.extend({ personId: PersonId });

export const members = {
  list: call({
    permission: 'members:read',
    route: { method: 'GET', path: '/projects/{projectId}/members' },
    summary: 'Members of a project; those who enter it by their organization role are not listed',
  })
    .input(InProject)
    .output(
      z.object({
        members: z.array(Member),
        /** Open and expired invitations to this project alone; none for those who may not let anybody in. */
        invitations: z.array(ExternalInvitation),
      }),
    ),
  candidates: call({
    permission: 'members:manage',
    route: { method: 'GET', path: '/projects/{projectId}/candidates' },
    summary:
      'People of the organization who can be added to the project, by part of name or e-mail',
  })
    .input(
      InProject.extend({
        search: z.string().max(200).default(''),
        /** `owner`: those the ownership can be handed to, members of the project among them. */
        as: z.enum(['member', 'owner']).default('member'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        candidates: z.array(Candidate),
        /** How many match, of which `candidates` are the first. */
        total: z.number().int(),
      }),
    ),
  set: call({
    permission: 'members:manage',
    route: { method: 'PUT', path: '/projects/{projectId}/members/{personId}' },
    summary:
      'Add a person to a project (from outside the organization where the project allows it), or give a member another role',
  })
    .input(OneMember.extend({ roleId: RoleId.default('project_member') }))
    .output(Member),
  addExternal: call({
    permission: 'members:external',
    route: { method: 'POST', path: '/projects/{projectId}/external' },
    summary:
      'Let in somebody from outside the organization: added where the address has an account, else invited; inviting again makes a new code',
  })
    .input(
      InProject.extend({
        email: Email,
        roleId: z.enum(EXTERNAL_ROLES).default('project_member'),
      }),
    )
    .output(
      z.discriminatedUnion('state', [
        z.object({ state: z.literal('added'), member: Member }),
        z.object({
          state: z.literal('invited'),
          invitation: ExternalInvitation,
          /** To be handed over by a way of one's own; the console opens it as `#invitation=CODE`. */
          code: z.string(),
        }),
      ]),
    ),
  withdraw: call({
    permission: 'members:external',
    route: { method: 'DELETE', path: '/projects/{projectId}/external/{invitationId}' },
    summary: 'Take back an invitation to this project alone',
  }).input(InProject.extend({ invitationId: InvitationId })),
  remove: call({
    permission: 'members:manage',
    route: { method: 'DELETE', path: '/projects/{projectId}/members/{personId}' },
    summary: 'Remove a member from a project, at once',
  }).input(OneMember),
};
