import { actorOf } from '../../audit/actor.ts';
import { granterIn } from '../granter.ts';
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
  return {
    list: os.list.handler(async ({ input }) => ({
      invitations: await invitations.list(input.organizationId),
    })),
    create: os.create.handler(async ({ input, context }) => {
      const { organizationId, roleId, project } = input;
      requireSightIn(services, context.principal, organizationId, [roleId]);
      if (project !== undefined) {
        requireSight(services, context.principal, project.projectId, [project.roleId]);
      }
      const granter = granterIn(services, context, organizationId);
      const heldInProject =
        project === undefined
          ? granter.held
          : access.permissions(context.principal, access.placeOf(project.projectId));
      return changed(await invitations.create(granter, heldInProject, input));
    }),
    resend: os.resend.handler(async ({ input, context }) => {
      const { organizationId, invitationId } = input;
      const granter = granterIn(services, context, organizationId);
      return changed(await invitations.resend(granter, organizationId, invitationId));
    }),
    revoke: os.revoke.handler(async ({ input, context }) =>
      changed(await invitations.revoke(actorOf(context), input.organizationId, input.invitationId)),
    ),
  };
}
