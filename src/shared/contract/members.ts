import { z } from 'zod';
import { PersonId, ProjectId, RoleId } from '../ids.ts';
import { call } from './call.ts';

/** Somebody with a role in one project. */
export const Member = z.object({
  personId: PersonId,
  name: z.string(),
  email: z.string().nullable(),
  roleId: RoleId,
  roleName: z.string(),
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof Member>;

const InProject = z.object({ projectId: ProjectId });
const OneMember = InProject.extend({ personId: PersonId });

export const members = {
  list: call({
    permission: 'members:read',
    route: { method: 'GET', path: '/projects/{projectId}/members' },
    summary: 'Members of a project; those who enter it by their organization role are not listed',
  })
    .input(InProject)
    .output(z.object({ members: z.array(Member) })),
  set: call({
    permission: 'members:manage',
    route: { method: 'PUT', path: '/projects/{projectId}/members/{personId}' },
    summary: 'Add a person of the organization to a project, or give a member another role',
  })
    .input(OneMember.extend({ roleId: RoleId.default('project_member') }))
    .output(Member),
  remove: call({
    permission: 'members:manage',
    route: { method: 'DELETE', path: '/projects/{projectId}/members/{personId}' },
    summary: 'Remove a member from a project, at once',
  }).input(OneMember),
};
