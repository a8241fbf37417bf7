import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.backup`. */
export function backupHandlers(os: ReturnType<typeof procedures>['backup'], { backup }: Services) {
  return {
    create: os.create.handler(async function* ({ input, context }) {
      yield* backup.create(input.passphrase, actorOf(context));
    }),
    history: os.history.handler(async () => ({ backups: await backup.history() })),
  };
}
