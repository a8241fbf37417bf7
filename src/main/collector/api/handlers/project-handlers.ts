import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.projects`. Everybody sees those they may read and no other. */
export function projectHandlers(
  os: ReturnType<typeof procedures>['projects'],
  { projects, access, firstOrganizationId, events }: Services,
) {
  return {
    list: os.list.handler(async ({ context: { principal } }) => {
      const all = await projects.list();
      return { projects: all.filter(({ id }) => access.may(principal, 'projects:read', id)) };
    }),
    get: os.get.handler(({ input }) => projects.get(input.projectId)),
    create: os.create.handler(async ({ input, context }) => {
      const { principal } = context;
      const { name, description, organizationId = firstOrganizationId } = input;
      const ownerId = principal.kind === 'person' ? principal.personId : null;
      const request = { organizationId, name, description, ownerId };
      const created = await projects.create(request, actorOf(context));
      events.publish({ type: 'changed', subject: 'projects' });
      return created;
    }),
  };
}
