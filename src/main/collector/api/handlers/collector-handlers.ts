import { AppError } from '../../../../shared/errors.ts';
import { actorOf } from '../../audit/actor.ts';
import { encodeTestTrace } from '../../traces/test-trace.ts';
import { isoOrNull } from '../../clock.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.collector`. */
export function collectorHandlers(
  os: ReturnType<typeof procedures>['collector'],
  services: Services,
) {
  const { events, settings, projects } = services;
  return {
    status: os.status.handler(() => services.status()),
    whoami: os.whoami.handler(async ({ context: { principal } }) => {
      if (principal.kind !== 'key') {
        return {
          kind: 'local',
          projectId: null,
          projectName: null,
          keyId: null,
          scopes: [],
          expiresAt: null,
        };
      }
      const project = await projects.get(principal.projectId);
      return {
        kind: 'key',
        projectId: principal.projectId,
        projectName: project.name,
        keyId: principal.keyId,
        scopes: [...principal.scopes],
        expiresAt: isoOrNull(principal.expiresMs),
      };
    }),
    events: os.events.handler(async function* ({ signal }) {
      yield* events.subscribe(signal);
    }),
    settings: os.settings.handler(() => settings.current),
    setSettings: os.setSettings.handler(async ({ input, context }) => {
      const changed = await settings.change(input, actorOf(context));
      events.publish({ type: 'changed', subject: 'settings' });
      return changed;
    }),
    doctor: os.doctor.handler(async () => {
      const checks = await services.check();
      return { healthy: checks.every((check) => check.state !== 'failed'), checks };
    }),
    sendTestTrace: os.sendTestTrace.handler(async ({ input }) => {
      const { traceId, body } = encodeTestTrace(Date.now());
      const { projectId } = input;
      const outcome = await services.ingest.ingest({
        projectId,
        signal: 'traces',
        format: 'json',
        coding: 'identity',
        body: [body],
      });
      if (outcome.kind === 'failed') throw new AppError(outcome.code, outcome.message);
      return { traceId };
    }),
  };
}
