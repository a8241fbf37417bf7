import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.projects`. A key sees its own project and no other. */
export function projectHandlers(
  os: ReturnType<typeof procedures>['projects'],
  { projects, events }: Services,
) {
  return {
    list: os.list.handler(async ({ context: { principal } }) => {
      if (principal.kind !== 'key' && principal.kind !== 'keyless') {
        return { projects: await projects.list() };
      }
      return { projects: [await projects.get(principal.projectId)] };
    }),
    get: os.get.handler(({ input }) => projects.get(input.projectId)),
    create: os.create.handler(async ({ input, context }) => {
      const created = await projects.create(input.name, input.description, actorOf(context));
      events.publish({ type: 'changed', subject: 'projects' });
      return created;
    }),
  };
}
