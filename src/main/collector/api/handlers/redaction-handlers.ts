import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.redaction`. */
export function redactionHandlers(
  os: ReturnType<typeof procedures>['redaction'],
  { redaction }: Services,
) {
  return {
    get: os.get.handler(({ input }) => ({
      rules: redaction.rules(input.projectId),
      requiredTypes: redaction.instance.requiredTypes,
    })),
    set: os.set.handler(async ({ input, context }) => {
      const { projectId, ...wanted } = input;
      return { rules: await redaction.change(projectId, wanted, actorOf(context)) };
    }),
    test: os.test.handler(async ({ input }) => {
      const { projectId, text, key, ...wanted } = input;
      const tried = await redaction.try(projectId, text, key, wanted);
      return { text: tried.text, hits: [...tried.hits] };
    }),
    audit: os.audit.handler(async ({ input }) => {
      const { projectId, ...range } = input;
      return { rows: await redaction.audit(projectId, range) };
    }),
    instance: os.instance.handler(() => redaction.instance),
    setInstance: os.setInstance.handler(({ input, context }) =>
      redaction.changeInstance(input, actorOf(context)),
    ),
  };
}
