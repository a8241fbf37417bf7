import { granterAt } from '../granter.ts';
import type { procedures } from '../procedures.ts';
import { requireSight } from '../require-sight.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.members`. */
export function memberHandlers(os: ReturnType<typeof procedures>['members'], services: Services) {
  const { members, externals, access, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };
  return {
    list: os.list.handler(async ({ input: { projectId }, context: { principal } }) => ({
      members: await members.list(projectId),
      invitations: access.may(principal, 'members:external', projectId)
        ? await externals.invitations(projectId)
        : [],
    })),
    candidates: os.candidates.handler(({ input }) => members.candidates(input.projectId, input)),
    set: os.set.handler(async ({ input, context }) => {
      const { projectId, personId, roleId } = input;
      requireSight(services, context.principal, projectId, [roleId]);
      const granter = granterAt(services, context, access.placeOf(projectId));
      return changed(await members.set(granter, projectId, personId, roleId));
    }),
    addExternal: os.addExternal.handler(async ({ input, context }) => {
      const { projectId, email, roleId } = input;
      requireSight(services, context.principal, projectId, [roleId]);
      const granter = granterAt(services, context, access.placeOf(projectId));
      const letIn = await externals.letIn(granter, projectId, email, roleId);
      if (letIn.state === 'added') {
        const [member] = await members.list(projectId, letIn.personId);
        return changed({ state: letIn.state, member: member! });
      }
      const { state, invitationId, code } = letIn;
      const [invitation] = await externals.invitations(projectId, invitationId);
      return changed({ state, invitation: invitation!, code });
    }),
    withdraw: os.withdraw.handler(async ({ input, context }) => {
      const granter = granterAt(services, context, access.placeOf(input.projectId));
      changed(await externals.withdraw(granter, input.projectId, input.invitationId));
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      const granter = granterAt(services, context, access.placeOf(input.projectId));
      changed(await members.remove(granter, input.projectId, input.personId));
    }),
  };
}
