import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.audit`. */
export function auditHandlers(os: ReturnType<typeof procedures>['audit'], { audit }: Services) {
  return {
    list: os.list.handler(({ input, context }) => {
      const { limit, cursor, ...filter } = input;
      return audit.list(filter, { limit, cursor }, actorOf(context));
    }),
    verify: os.verify.handler(({ context }) => audit.verify(actorOf(context))),
    publicKey: os.publicKey.handler(() => {
      const { publicPem, fingerprint } = audit.trail.key;
      return { pem: publicPem, fingerprint };
    }),
    export: os.export.handler(async function* ({ input, context }) {
      const { format, ...filter } = input;
      yield* audit.export(filter, format, actorOf(context));
    }),
  };
}
