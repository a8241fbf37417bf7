import { AppError } from '../../../../shared/errors.ts';
import type { ActivePolicy } from '../../redaction/policy.ts';
import type { RedactionCount } from '../../redaction/redaction-count.ts';
import { findDayFile, generationOf } from '../day-files.ts';
import type { Writer } from '../writer/writer-client.ts';
import type { Examined } from './day-redactor.ts';
import { orDiscard } from './or-discard.ts';
import type { CallWatch, RewriteClient } from './rewrite-client.ts';
import type { ChangeGuard, DayPlace } from './types.ts';

/** What redaction made of a day. */
export interface RedactedDay {
  /** Live records gone through. */
  readonly records: number;
  /** What was replaced. */
  readonly counts: readonly RedactionCount[];
  /** How often the day was written anew before, where it is again. */
  readonly generation: number;
}

/** How one follows a day that is redacted. */
export interface RedactWatch extends CallWatch {
  /**
   * Called when everything is ready and nothing is changed yet: what it writes down is there whenever the change is.
   * Not called where no byte changes.
   */
  readonly guard: ChangeGuard<RedactedDay>;
}

/** Redaction of what is stored already. */
export interface PastDays {
  /** Looks at a stretch of a day, from after a segment up to another one, for part of a second; changes nothing. */
  examine(
    place: DayPlace,
    policy: ActivePolicy,
    afterId: number,
    upToId: number,
  ): Promise<Examined>;
  /**
   * Has a day be as if it had come through this policy, so that no byte of what goes stays in a file. What arrives
   * meanwhile is stored as it arrives. Undefined when it was cancelled: the day is as it was.
   *
   * @throws AppError `not_found` for a day that is gone, `unavailable` where an old file of it is still on the disk
   */
  redact(
    place: DayPlace,
    policy: ActivePolicy,
    watch: RedactWatch,
  ): Promise<Omit<RedactedDay, 'generation'> | undefined>;
  /** How often a day was written anew; undefined when it is gone. */
  generation(place: DayPlace): number | undefined;
}

/** Whether a day is gone or was written anew since it had this generation: what was to go of it then went. */
export function hasChanged(
  past: Pick<PastDays, 'generation'>,
  { projectId, signal, day }: DayPlace,
  generation: number,
): boolean {
  return (past.generation({ projectId, signal, day }) ?? Infinity) > generation;
}

interface PastDaysOptions {
  readonly dataDir: string;
  readonly rewriter: RewriteClient;
  readonly writer: Pick<Writer, 'replaceDay'>;
  /** Has readers let go of a project's files and of what they remember of it. */
  readonly forget: (projectId: string) => Promise<void>;
  /** Does what must not meet another rewrite of the same files. */
  readonly exclusive: <T>(work: () => Promise<T>) => Promise<T>;
}

export function pastDays(options: PastDaysOptions): PastDays & {
  /** Ends what is under way with a project, so that others need not wait for it. */
  cancel(projectId: string): void;
} {
  const { dataDir, rewriter, writer, forget, exclusive } = options;
  const underWay = new Map<string, AbortController>();
  const generation = ({ projectId, signal, day }: DayPlace): number | undefined => {
    const file = findDayFile(dataDir, projectId, signal, day);
    return file && generationOf(file.path);
  };
  return {
    generation,
    examine: (place, policy, afterId, upToId) =>
      rewriter.call('examine', place, policy, afterId, upToId),
    redact: async (place, policy, watch) => {
      const { projectId } = place;
      const ending = new AbortController();
      underWay.set(projectId, ending);
      const signals = watch.signal ? [watch.signal, ending.signal] : [ending.signal];
      const signal = AbortSignal.any(signals);
      try {
        return await exclusive(() => replace(place, policy, { ...watch, signal }));
      } finally {
        if (underWay.get(projectId) === ending) underWay.delete(projectId);
      }
    },
    cancel: (projectId) => underWay.get(projectId)?.abort(),
  };

  async function replace(
    place: DayPlace,
    policy: ActivePolicy,
    { guard, ...watch }: RedactWatch,
  ): Promise<Omit<RedactedDay, 'generation'> | undefined> {
    if (watch.signal?.aborted) return undefined;
    const found = await rewriter.watch(watch, 'stageRedaction', place, policy);
    if (found.isCancelled) return undefined;
    const { staged, through, records, counts } = found;
    if (staged !== undefined) {
      await orDiscard(rewriter, staged, async () => {
        const before = generation(place);
        if (before === undefined) {
          throw new AppError('not_found', `There is no data of ${place.signal} of ${place.day}.`);
        }
        return guard({ records, counts, generation: before }, () =>
          writer.replaceDay({ ...place, staged, through }),
        );
      });
      await forget(place.projectId);
    }
    // What it replaced may still be in an old file, of this rewrite or of one before it.
    const [left] = await rewriter.call('removeLeft', place);
    if (left !== undefined) throw new AppError('unavailable', left.problem);
    return { records, counts };
  }
}
