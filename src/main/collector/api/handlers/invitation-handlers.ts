import { actorOf } from '../../audit/actor.ts';
import type { InvitedTo } from '../../people/invitation-service.ts';
import type { Granter } from '../../roles/role-service.ts';
import type { CallContext } from '../context.ts';
import { granterIn } from '../granter.ts';
import { knownProjects } from '../known-projects.ts';
import type { procedures } from '../procedures.ts';
import { requireSight, requireSightIn } from '../require-sight.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.invitations`. */
export function invitationHandlers(
  os: ReturnType<typeof procedures>['invitations'],
  services: Services,
) {
  const { invitations, access, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };
  /** What the caller may do where somebody is invited to; throws where that would show what is hidden from them. */
  const heldFor = (
    { principal }: CallContext,
    { organizationId, roleId, project }: InvitedTo,
  ): Granter['held'] => {
    if (roleId !== null) requireSightIn(services, principal, organizationId, [roleId]);
    if (project === undefined) {
      return access.permissions(principal, { kind: 'organization', organizationId });
    }
    requireSight(services, principal, project.projectId, [project.roleId]);
    return access.permissions(principal, access.placeOf(project.projectId));
  };
  return {
    list: os.list.handler(async ({ input: { organizationId }, context }) => {
      const knows = knownProjects(access, context.principal);
      const all = await invitations.list(organizationId);
      return {
        invitations: all.flatMap((one) => {
          if (one.projectId === null || knows(organizationId, one.projectId)) return [one];
          // One to that project alone is nobody else's business.
          return one.roleId === null ? [] : [{ ...one, projectId: null, projectName: null }];
        }),
      };
    }),
    create: os.create.handler(async ({ input, context }) => {
      const { organizationId, roleId, project } = input;
      const heldInProject = heldFor(context, { organizationId, roleId, project });
      const granter = granterIn(services, context, organizationId);
      return changed(await invitations.create(granter, heldInProject, input));
    }),
    resend: os.resend.handler(async ({ input, context }) => {
      const { organizationId, invitationId } = input;
      const granter = granterIn(services, context, organizationId);
      const held = (invited: InvitedTo) => heldFor(context, invited);
      return changed(await invitations.resend(granter, held, organizationId, invitationId));
    }),
    revoke: os.revoke.handler(async ({ input, context }) =>
      changed(await invitations.revoke(actorOf(context), input.organizationId, input.invitationId)),
    ),
  };
}
