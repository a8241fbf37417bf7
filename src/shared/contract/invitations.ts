import { z } from 'zod';
import { InvitationId, OrganizationId, ProjectId, RoleId } from '../ids.ts';
import { call } from './call.ts';
import { Email } from './email.ts';

export const Invitation = z.object({
  id: InvitationId,
  email: z.string(),
  /** Null for an invitation to a project alone, outside the organization. */
  roleId: RoleId.nullable(),
  /** In the organization; in the project for an invitation to that alone. */
  roleName: z.string(),
  projectId: ProjectId.nullable(),
  projectName: z.string().nullable(),
  state: z.enum(['pending', 'accepted', 'expired', 'revoked']),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

/** An invitation just made or renewed: the only answer that carries its code. */
export const NewInvitation = Invitation.extend({
  /** To be handed over by a way of one's own; the console opens it as `#invitation=CODE`. */
  code: z.string(),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

const InOrganization = z.object({ organizationId: OrganizationId });
const OneInvitation = InOrganization.extend({ invitationId: InvitationId });

export const invitations = {
  list: call({
    permission: 'people:read',
    route: { method: 'GET', path: '/organizations/{organizationId}/invitations' },
    summary: 'Invitations, newest first',
  })
    .input(InOrganization)
    .output(z.object({ invitations: z.array(Invitation) })),
  create: call({
    permission: 'people:manage',
    route: { method: 'POST', path: '/organizations/{organizationId}/invitations' },
    summary: 'Invite somebody; the code is in this answer and never again',
  })
    .input(
      InOrganization.extend({
        email: Email,
        roleId: RoleId.default('organization_member'),
        /** A project to join as well, with a role there. */
        project: z.object({ projectId: ProjectId, roleId: RoleId }).optional(),
      }),
    )
    .output(NewInvitation),
  resend: call({
    permission: 'people:manage',
    route: {
      method: 'POST',
      path: '/organizations/{organizationId}/invitations/{invitationId}/resend',
    },
    summary: 'A new code for seven more days; the old one is worth nothing from now on',
  })
    .input(OneInvitation)
    .output(NewInvitation),
  revoke: call({
    permission: 'people:manage',
    route: { method: 'DELETE', path: '/organizations/{organizationId}/invitations/{invitationId}' },
    summary: 'Take an invitation back',
  })
    .input(OneInvitation)
    .output(Invitation),
};
