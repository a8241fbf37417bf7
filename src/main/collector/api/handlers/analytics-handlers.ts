import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.analytics`. */
export function analyticsHandlers(
  os: ReturnType<typeof procedures>['analytics'],
  { telemetry }: Services,
) {
  return {
    series: os.series.handler(({ input, context, signal }) => {
      const { projectId, viewAs, ...query } = input;
      return telemetry.readable(context, projectId, viewAs).series(query, signal);
    }),
    traceGroups: os.traceGroups.handler(({ input, context, signal }) => {
      const { projectId, viewAs, ...query } = input;
      return telemetry.readable(context, projectId, viewAs).traceGroups(query, signal);
    }),
    serviceMap: os.serviceMap.handler(({ input, context }) =>
      telemetry.readable(context, input.projectId, input.viewAs).serviceMap(input.filter),
    ),
    agentMap: os.agentMap.handler(({ input, context }) =>
      telemetry.readable(context, input.projectId, input.viewAs).agentMap(input.filter),
    ),
    errors: os.errors.handler(({ input, context }) =>
      telemetry
        .readable(context, input.projectId, input.viewAs)
        .errorGroups(input.filter, input.limit),
    ),
  };
}
