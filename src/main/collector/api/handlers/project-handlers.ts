import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.projects`. Everybody sees those they may read and no other. */
export function projectHandlers(
  os: ReturnType<typeof procedures>['projects'],
  { projects, access, creations, firstOrganizationId, events }: Services,
) {
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'projects' });
    return answer;
  };
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
      return creations.run(context, 'projects.create', input, async () =>
        changed(await projects.create(request, actorOf(context))),
      );
    }),
    update: os.update.handler(async ({ input, context }) =>
      changed(await projects.update(input.projectId, input, actorOf(context))),
    ),
    archive: os.archive.handler(async ({ input, context }) =>
      changed(await projects.archive(input.projectId, actorOf(context))),
    ),
    restore: os.restore.handler(async ({ input, context }) =>
      changed(await projects.restore(input.projectId, actorOf(context))),
    ),
    contents: os.contents.handler(({ input }) => projects.contents(input.projectId)),
    delete: os.delete.handler(async ({ input, context }) => {
      const { projectId, confirm } = input;
      return changed({ deleted: await projects.delete(projectId, confirm, actorOf(context)) });
    }),
  };
}
