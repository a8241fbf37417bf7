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
    create: os.create.handler(async ({ input }) => changed(await keys.create(input))),
    rotate: os.rotate.handler(async ({ input }) =>
      changed(await keys.rotate(input.keyId, input.overlapSeconds)),
    ),
    revoke: os.revoke.handler(async ({ input }) => changed(await keys.revoke(input.keyId))),
  };
}
