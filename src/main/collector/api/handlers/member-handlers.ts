import { granterAt } from '../granter.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.members`. */
export function memberHandlers(os: ReturnType<typeof procedures>['members'], services: Services) {
  const { members, access, events } = services;
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'people' });
    return answer;
  };
  return {
    list: os.list.handler(async ({ input }) => ({ members: await members.list(input.projectId) })),
    set: os.set.handler(async ({ input, context }) => {
      const { projectId, personId, roleId } = input;
      const granter = granterAt(services, context, access.placeOf(projectId));
      return changed(await members.set(granter, projectId, personId, roleId));
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      const granter = granterAt(services, context, access.placeOf(input.projectId));
      changed(await members.remove(granter, input.projectId, input.personId));
    }),
  };
}
