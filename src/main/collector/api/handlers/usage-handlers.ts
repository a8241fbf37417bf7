import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.usage`. */
export function usageHandlers(
  os: ReturnType<typeof procedures>['usage'],
  { usage, access, telemetry }: Services,
) {
  return {
    report: os.report.handler(async ({ input: { projectId, from, to }, context }) =>
      telemetry.readable(context, projectId).usage(await usage.report(projectId, from, to)),
    ),
    limits: os.limits.handler(({ input }) => usage.limits(input.projectId)),
    warnings: os.warnings.handler(async ({ context: { principal } }) => {
      const all = await usage.warnings();
      return {
        warnings: all.filter(({ projectId }) => access.may(principal, 'usage:read', projectId)),
      };
    }),
    setLimits: os.setLimits.handler(({ input, context }) => {
      const { projectId, ...wanted } = input;
      return usage.setProjectLimits(projectId, wanted, actorOf(context));
    }),
    setKeyLimits: os.setKeyLimits.handler(({ input, context }) => {
      const { keyId, ...wanted } = input;
      return usage.setKeyLimits(keyId, wanted, actorOf(context));
    }),
  };
}
