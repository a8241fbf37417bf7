import { actorOf } from '../../audit/actor.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Handlers of `contract.retention`. */
export function retentionHandlers(
  os: ReturnType<typeof procedures>['retention'],
  { retention, deletions, disk, telemetry, events }: Services,
) {
  // The list of projects says how long each keeps what it has; open windows read the rules anew as well.
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'projects' });
    return answer;
  };
  /** Room that came back is told, and data taken again, at once. What was removed is, whatever becomes of the look. */
  const freed = async <T>(answer: T): Promise<T> => {
    await disk.measureAndTell().catch(() => {});
    return answer;
  };
  return {
    get: os.get.handler(({ input: { projectId }, context }) =>
      retention.state(projectId, telemetry.readable(context, projectId)),
    ),
    set: os.set.handler(async ({ input, context }) => {
      const { projectId, ...wanted } = input;
      const seen = telemetry.readable(context, projectId);
      return changed({ rules: await retention.change(projectId, wanted, seen, actorOf(context)) });
    }),
    preview: os.preview.handler(async ({ input: { projectId }, context, signal }) => {
      await retention.requireSight(projectId, telemetry.readable(context, projectId));
      return retention.preview(projectId, {}, signal);
    }),
    previewRules: os.previewRules.handler(async ({ input, context, signal }) => {
      const { projectId, ...wanted } = input;
      await retention.requireSight(projectId, telemetry.readable(context, projectId), wanted);
      return retention.preview(projectId, wanted, signal);
    }),
    sweep: os.sweep.handler(async ({ input: { projectId }, context }) => {
      await retention.requireSight(projectId, telemetry.readable(context, projectId));
      return freed({ run: await retention.sweep(projectId, actorOf(context)) });
    }),
    sweepAll: os.sweepAll.handler(async ({ input, context, signal }) =>
      input.dryRun
        ? { run: await retention.previewAll(signal) }
        : freed({ run: await retention.sweep(null, actorOf(context)) }),
    ),
    sweeps: os.sweeps.handler(async ({ input: { projectId }, context }) => ({
      sweeps: await retention.sweeps.of(projectId, telemetry.readable(context, projectId)),
    })),
    cancelSweep: os.cancelSweep.handler(async ({ input: { projectId }, context }) => {
      const seen = telemetry.readable(context, projectId);
      // Who may not sweep ends none either.
      await retention.requireSight(projectId, seen);
      return freed(await retention.sweeps.cancel(projectId, seen, actorOf(context)));
    }),
    allSweeps: os.allSweeps.handler(() => ({ sweeps: retention.sweeps.all() })),
    cancelAllSweeps: os.cancelAllSweeps.handler(async ({ context }) =>
      freed(await retention.sweeps.cancelAll(actorOf(context))),
    ),
    instance: os.instance.handler(async () => ({
      ...(await retention.instance()),
      freeBytes: disk.freeBytes,
    })),
    setInstance: os.setInstance.handler(async ({ input, context }) => {
      const rules = await retention.changeInstance(input, actorOf(context));
      await disk.look();
      return changed(rules);
    }),
    countDeletion: os.countDeletion.handler(({ input: { projectId, target }, context }) =>
      deletions.count(projectId, target, telemetry.readable(context, projectId)),
    ),
    delete: os.delete.handler(async ({ input, context }) => {
      const { projectId, target, ...wanted } = input;
      const seen = telemetry.readable(context, projectId);
      const actor = actorOf(context);
      return freed({ deleted: await deletions.delete(projectId, target, seen, wanted, actor) });
    }),
    deletions: os.deletions.handler(async ({ input: { projectId } }) => ({
      deletions: await deletions.list(projectId),
    })),
    cancelDeletion: os.cancelDeletion.handler(async ({ input, context }) =>
      freed(await deletions.cancel(input.projectId, input.deletionId, actorOf(context))),
    ),
  };
}
