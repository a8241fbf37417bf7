import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.threads`. */
export function threadHandlers(
  os: ReturnType<typeof procedures>['threads'],
  { telemetry }: Services,
) {
  return {
    list: os.list.handler(({ input, context }) => {
      const { projectId, viewAs, ...query } = input;
      return telemetry.readable(context, projectId, viewAs).threads(query);
    }),
  };
}
