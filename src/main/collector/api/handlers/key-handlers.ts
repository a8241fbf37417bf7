import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.keys`. */
export function keyHandlers(os: ReturnType<typeof procedures>['keys'], { keys, events }: Services) {
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'keys' });
    return answer;
  };
  return {
    list: os.list.handler(async ({ input }) => ({ keys: await keys.list(input.projectId) })),
    create: os.create.handler(async ({ input, context }) =>
      changed(await keys.create(input, actorOf(context))),
    ),
    rotate: os.rotate.handler(async ({ input, context }) =>
      changed(await keys.rotate(input.keyId, input.overlapSeconds, actorOf(context))),
    ),
    revoke: os.revoke.handler(async ({ input, context }) =>
      changed(await keys.revoke(input.keyId, actorOf(context))),
    ),
  };
}
