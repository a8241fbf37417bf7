import type { Annotator } from '../../annotations/author.ts';
import { actorOf } from '../../audit/actor.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Whoever makes a call is a person, a program or the local user: the collector itself makes none. */
const author = (context: CallContext) => actorOf(context) as Annotator;

/** Handlers of `contract.savedFilters`. They give out nothing of the telemetry. */
export function savedFilterHandlers(
  os: ReturnType<typeof procedures>['savedFilters'],
  { savedFilters, access }: Services,
) {
  return {
    list: os.list.handler(async ({ input: { projectId }, context }) => ({
      filters: await savedFilters.list(projectId, author(context)),
    })),
    save: os.save.handler(({ input: { projectId, ...filter }, context }) =>
      savedFilters.save(projectId, filter, author(context)),
    ),
    remove: os.remove.handler(async ({ input: { projectId, filterId }, context }) => {
      const mayRemoveAny = access.may(context.principal, 'traces:delete', projectId);
      await savedFilters.remove(projectId, filterId, { actor: author(context), mayRemoveAny });
      return { removed: true };
    }),
  };
}
