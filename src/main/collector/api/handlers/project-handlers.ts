import { actorOf } from '../../audit/actor.ts';
import type { CallContext } from '../context.ts';
import { granterAt } from '../granter.ts';
import type { procedures } from '../procedures.ts';
import { requireSight } from '../require-sight.ts';
import { seenBy } from '../seen-projects.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.projects`. Everybody sees those they may read and no other. */
export function projectHandlers(os: ReturnType<typeof procedures>['projects'], services: Services) {
  const { projects, ownership, externals, access, creations, firstOrganizationId, events } =
    services;
  const changed = <T>(answer: T, subject: 'projects' | 'people' = 'projects'): T => {
    events.publish({ type: 'changed', subject });
    return answer;
  };
  const seen = ({ principal }: CallContext) => seenBy(access, principal);
  return {
    list: os.list.handler(async ({ context }) => ({
      projects: (await projects.list())
        .map(seen(context))
        .filter(({ permissions }) => permissions.includes('projects:read')),
    })),
    get: os.get.handler(async ({ input, context }) =>
      seen(context)(await projects.get(input.projectId)),
    ),
    create: os.create.handler(async ({ input, context }) => {
      const { principal } = context;
      const { name, description, organizationId = firstOrganizationId } = input;
      const ownerId = principal.kind === 'person' ? principal.personId : null;
      const request = { organizationId, name, description, ownerId };
      return creations.run(context, 'projects.create', input, async () => {
        const { project, key } = await projects.create(request, actorOf(context));
        return changed({ project: seen(context)(project), key });
      });
    }),
    update: os.update.handler(async ({ input, context }) =>
      seen(context)(changed(await projects.update(input.projectId, input, actorOf(context)))),
    ),
    archive: os.archive.handler(async ({ input, context }) =>
      seen(context)(changed(await projects.archive(input.projectId, actorOf(context)))),
    ),
    restore: os.restore.handler(async ({ input, context }) =>
      seen(context)(changed(await projects.restore(input.projectId, actorOf(context)))),
    ),
    transfer: os.transfer.handler(async ({ input, context }) => {
      requireSight(services, context.principal, input.projectId, ['project_owner']);
      const granter = granterAt(services, context, access.placeOf(input.projectId));
      changed(await ownership.transfer(granter, input), 'people');
      return seen(context)(await projects.get(input.projectId));
    }),
    setExternal: os.setExternal.handler(async ({ input, context }) => {
      const { projectId, allowed, removing } = input;
      const granter = granterAt(services, context, access.placeOf(projectId));
      const done = await externals.setAllowed(granter, projectId, allowed, removing);
      changed(done, 'people');
      return { project: seen(context)(await projects.get(projectId)), ...done };
    }),
    contents: os.contents.handler(({ input }) => projects.contents(input.projectId)),
    delete: os.delete.handler(async ({ input, context }) => {
      const { projectId, confirm } = input;
      return changed({ deleted: await projects.delete(projectId, confirm, actorOf(context)) });
    }),
  };
}
