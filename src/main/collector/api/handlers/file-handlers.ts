import type { Workspace } from '../../../../shared/contract/files.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Annotator } from '../../annotations/author.ts';
import type { KeptAnnotation } from '../../annotations/kept-annotation.ts';
import { actorOf } from '../../audit/actor.ts';
import { fileImported } from '../../transfer/audit-transfer.ts';
import { wantedAnnotations } from '../../transfer/bundle-annotations.ts';
import { importWorkspace } from '../../transfer/import-workspace.ts';
import type { StoredWorkspace } from '../../transfer/workspaces.ts';
import { IMPORT } from '../../usage/usage-meter.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import { seenBy } from '../seen-projects.ts';
import { selfOf } from '../self.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.files`. */
export function fileHandlers(os: ReturnType<typeof procedures>['files'], services: Services) {
  const { workspaces, projects, access, telemetry, ingest, usage, audit, events, annotations } =
    services;
  const shown = async (
    { principal }: CallContext,
    { projectId, name, openedMs, files }: StoredWorkspace,
  ): Promise<Workspace> => {
    const project = seenBy(access, principal)(await projects.get(projectId));
    return {
      project: { ...project, name },
      openedAt: new Date(openedMs).toISOString(),
      files: [...files],
    };
  };
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'projects' });
    return answer;
  };
  return {
    list: os.list.handler(async ({ context }) => {
      const { principal } = context;
      const { personId } = await selfOf(services, principal);
      // Whoever sits at the machine sees all that takes room on it.
      const stored = await workspaces.list(principal.kind === 'local' ? null : personId);
      return { workspaces: await Promise.all(stored.map((one) => shown(context, one))) };
    }),
    open: os.open.handler(async ({ input, context }) => {
      const { personId } = await selfOf(services, context.principal);
      const opened = await workspaces.open(personId, input.name, actorOf(context));
      return changed(await shown(context, opened));
    }),
    close: os.close.handler(async ({ input, context }) => {
      await workspaces.close(input.projectId, actorOf(context));
      return changed({ closed: true as const });
    }),
    importInto: os.importInto.handler(async function* ({ input, context }) {
      const { projectId, workspaceId } = input;
      const { principal } = context;
      if (!access.may(principal, 'traces:read', workspaceId)) {
        throw new AppError('not_found', `There is no workspace ${workspaceId}.`);
      }
      await workspaces.get(workspaceId);
      const total = await projects.contents(workspaceId);
      const from = telemetry.readable(context, workspaceId);
      const source = principal.kind === 'key' ? principal.keyId : IMPORT;
      const isLimited = usage.isLimited(projectId, source);
      const mayAnnotate = access.may(principal, 'annotations:write', projectId);
      const actor = actorOf(context) as Annotator;
      const annotate = async (all: readonly KeptAnnotation[]) =>
        mayAnnotate
          ? annotations.keep(projectId, all, actor)
          : all.map(() => 'you may not annotate in this project');
      const target = { projectId, source, isLimited, ingest, annotate };
      const said = wantedAnnotations(annotations, workspaceId);
      const most = total.spans + total.logs + total.metrics;
      let last;
      try {
        for await (const progress of importWorkspace(from, said, target)) {
          last = progress;
          yield { ...progress, total: most, isDone: false };
        }
      } finally {
        if (last !== undefined) {
          await audit.trail.record(actorOf(context), fileImported(projectId, last.report));
        }
      }
      if (last !== undefined) yield { ...last, total: most, isDone: true };
    }),
  };
}
