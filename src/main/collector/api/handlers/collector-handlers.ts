import type { CollectorStatus } from '../../../../shared/contract/collector.ts';
import { AppError } from '../../../../shared/errors.ts';
import { actorOf } from '../../audit/actor.ts';
import { failureOf } from '../../ingest/failure-of.ts';
import { encodeTestTrace } from '../../traces/test-trace.ts';
import { isoOrNull } from '../../clock.ts';
import type { Principal } from '../../principal.ts';
import type { procedures } from '../procedures.ts';
import { selfOf } from '../self.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.collector`. */
export function collectorHandlers(
  os: ReturnType<typeof procedures>['collector'],
  services: Services,
) {
  const { events, settings, projects } = services;
  const manages = (principal: Principal) =>
    services.access.permissions(principal, { kind: 'instance' }).has('instance:manage');
  return {
    status: os.status.handler(async ({ context: { principal } }) =>
      visibleStatus(await services.status(), manages(principal)),
    ),
    whoami: os.whoami.handler(async ({ context: { principal } }) => {
      if (principal.kind !== 'key') {
        const { personId } = await selfOf(services, principal);
        return {
          kind: principal.kind === 'person' ? 'person' : 'local',
          personId,
          projectId: null,
          projectName: null,
          organizationId: null,
          organizationName: null,
          keyId: null,
          scopes: [],
          expiresAt: null,
        };
      }
      const project = await projects.get(principal.projectId);
      const organization = await services.organizations.get(project.organizationId);
      return {
        kind: 'key',
        personId: null,
        projectId: principal.projectId,
        projectName: project.name,
        organizationId: organization.id,
        organizationName: organization.name,
        keyId: principal.keyId,
        scopes: [...principal.scopes],
        expiresAt: isoOrNull(principal.expiresMs),
      };
    }),
    events: os.events.handler(async function* ({ signal, context: { principal } }) {
      for await (const event of events.subscribe(signal)) {
        if (event.type === 'status') {
          yield { ...event, status: visibleStatus(event.status, manages(principal)) };
        } else if (event.type === 'stored') {
          if (services.access.may(principal, 'traces:read', event.projectId)) yield event;
        } else if (event.type === 'limits') {
          if (services.access.may(principal, 'usage:read', event.projectId)) yield event;
        } else {
          yield event;
        }
      }
    }),
    settings: os.settings.handler(() => settings.current),
    setSettings: os.setSettings.handler(async ({ input, context }) => {
      if (input.requireSignIn === true && !(await services.accounts.hasOwnerWithPassword())) {
        throw new AppError(
          'conflict',
          'No owner has a password yet, so nobody could sign in. Set yours under Account first.',
        );
      }
      const changed = await settings.change(input, actorOf(context));
      if (changed.requireSignIn) await services.sessions.endLinkSessions(actorOf(context));
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
        isSequential: true,
      });
      if (outcome.kind === 'failed') throw failureOf(outcome);
      return { traceId };
    }),
  };
}

/** What everybody may know of the collector; where it lies and others' refused requests are for who manages it. */
function visibleStatus(status: CollectorStatus, manages: boolean): CollectorStatus {
  if (manages) return status;
  const tls = status.tls && { ...status.tls, file: '' };
  return { ...status, dataDir: '', recentRefusals: [], tls };
}
