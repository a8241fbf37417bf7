import { actorOf } from '../../audit/actor.ts';
import { AppError } from '../../../../shared/errors.ts';
import { granterIn } from '../granter.ts';
import { knownProjects } from '../known-projects.ts';
import type { procedures } from '../procedures.ts';
import { requireAbove } from '../require-above.ts';
import { requireSightIn } from '../require-sight.ts';
import { selfOf } from '../self.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.people`. */
export function peopleHandlers(os: ReturnType<typeof procedures>['people'], services: Services) {
  const { people, personSwitch, resets, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };

  return {
    list: os.list.handler(async ({ input }) => ({
      people: await people.list(input.organizationId),
    })),
    access: os.access.handler(async ({ input, context: { principal } }) => {
      const { organizationId, personId } = input;
      const { organization, projects } = await people.accessOf(organizationId, personId);
      const knows = knownProjects(services.access, principal);
      const isSelf = principal.kind === 'person' && principal.personId === personId;
      const shown = projects.filter(
        ({ projectId, permissions }) =>
          knows(organizationId, projectId) || (isSelf && permissions.length > 0),
      );
      return { organization, projects: shown };
    }),
    setRole: os.setRole.handler(async ({ input, context }) => {
      const { organizationId, personId, roleId } = input;
      requireSightIn(services, context.principal, organizationId, [roleId]);
      const granter = granterIn(services, context, organizationId);
      return changed(await people.setRole(granter, organizationId, personId, roleId));
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      const { organizationId, personId } = input;
      const granter = granterIn(services, context, organizationId);
      const heldIn = (projectId: string) =>
        services.access.permissions(context.principal, services.access.placeOf(projectId));
      changed(await people.remove(granter.actor, { granter, heldIn }, organizationId, personId));
    }),
    createResetCode: os.createResetCode.handler(async ({ input, context }) => {
      const { organizationId, personId } = input;
      // External members of its projects too: they may have no organization that could let them back in.
      await people.requireKnownIn(organizationId, personId);
      requireAbove(services, context.principal, personId);
      return resets.create(actorOf(context), personId, organizationId);
    }),
    resetOwner: os.resetOwner.handler(async ({ input, context }) => {
      if (context.principal.kind !== 'local') {
        throw new AppError('forbidden', 'Run "spanward owner reset" on the machine itself.');
      }
      return resets.create(actorOf(context), await people.localOwnerId(), null, input.email);
    }),
    disable: os.disable.handler(async ({ input, context }) => {
      const { organizationId, personId } = input;
      await people.get(organizationId, personId);
      const granter = granterIn(services, context, organizationId);
      await personSwitch.disable(granter, organizationId, personId, () =>
        requireAbove(services, context.principal, personId),
      );
      return changed(await people.get(organizationId, personId));
    }),
    enable: os.enable.handler(async ({ input, context }) => {
      const { organizationId, personId } = input;
      await people.get(organizationId, personId);
      const granter = granterIn(services, context, organizationId);
      await personSwitch.enable(granter, organizationId, personId, () =>
        requireAbove(services, context.principal, personId),
      );
      return changed(await people.get(organizationId, personId));
    }),
    leave: os.leave.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      changed(await people.remove(actorOf(context), null, input.organizationId, personId));
    }),
  };
}
