import { actorOf } from '../../audit/actor.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.pastRedaction`. */
export function pastRedactionHandlers(
  os: ReturnType<typeof procedures>['pastRedaction'],
  { pastRedaction, telemetry }: Services,
) {
  const state = (projectId: string, context: CallContext) =>
    pastRedaction.state(projectId, telemetry.readable(context, projectId));
  return {
    get: os.get.handler(({ input: { projectId }, context }) => state(projectId, context)),
    scan: os.scan.handler(async ({ input: { projectId }, context }) => {
      await pastRedaction.scan(projectId, actorOf(context));
      return state(projectId, context);
    }),
    rewrite: os.rewrite.handler(async ({ input: { projectId, confirm }, context }) => {
      await pastRedaction.rewrite(projectId, confirm, actorOf(context));
      return state(projectId, context);
    }),
    cancel: os.cancel.handler(async ({ input: { projectId }, context }) => {
      await pastRedaction.cancel(projectId, actorOf(context));
      return state(projectId, context);
    }),
  };
}
