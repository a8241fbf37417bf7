import { actorOf } from '../../audit/actor.ts';
import { granterIn } from '../granter.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.people`. */
export function peopleHandlers(os: ReturnType<typeof procedures>['people'], services: Services) {
  const { people, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };

  return {
    list: os.list.handler(async ({ input }) => ({
      people: await people.list(input.organizationId),
    })),
    access: os.access.handler(({ input }) => people.accessOf(input.organizationId, input.personId)),
    setRole: os.setRole.handler(async ({ input, context }) => {
      const { organizationId, personId, roleId } = input;
      const granter = granterIn(services, context, organizationId);
      return changed(await people.setRole(granter, organizationId, personId, roleId));
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      const { organizationId, personId } = input;
      const granter = granterIn(services, context, organizationId);
      changed(await people.remove(granter.actor, granter, organizationId, personId));
    }),
    leave: os.leave.handler(async ({ input, context }) => {
      const { principal } = context;
      const personId =
        principal.kind === 'person' ? principal.personId : await people.localOwnerId();
      changed(await people.remove(actorOf(context), null, input.organizationId, personId));
    }),
  };
}
