import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.visibility`. */
export function visibilityHandlers(
  os: ReturnType<typeof procedures>['visibility'],
  { visibility, telemetry, events }: Services,
) {
  /** Open windows ask again for what they show. */
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'visibility' });
    return answer;
  };
  return {
    list: os.list.handler(async ({ input }) => ({
      rules: await visibility.list(input.projectId),
    })),
    create: os.create.handler(async ({ input, context }) => {
      const { projectId, ...content } = input;
      return changed(await visibility.create(projectId, content, actorOf(context)));
    }),
    update: os.update.handler(async ({ input, context }) => {
      const { projectId, ruleId, ...content } = input;
      return changed(await visibility.update(projectId, ruleId, content, actorOf(context)));
    }),
    remove: os.remove.handler(async ({ input, context }) =>
      changed(await visibility.remove(input.projectId, input.ruleId, actorOf(context))),
    ),
    viewers: os.viewers.handler(async ({ input }) => ({
      viewers: await visibility.viewers(input.projectId),
    })),
    mine: os.mine.handler(({ input, context }) => {
      const { hidesAnything, hiddenFields } = telemetry.readable(
        context,
        input.projectId,
        input.viewAs,
      );
      return { anything: hidesAnything, fields: [...hiddenFields] };
    }),
    preview: os.preview.handler(({ input: { projectId, ...draft } }) =>
      telemetry.attributeKeys(projectId, draft),
    ),
  };
}
