import { AppError } from '../../../../shared/errors.ts';
import type { Writer } from '../writer/writer-client.ts';
import type { DayReplacement } from '../writer/replace-day.ts';
import type { RewriteClient } from './rewrite-client.ts';
import type { DayPlace, Removed, Selection, StoredDay, StoredDays } from './types.ts';

type Counted = Omit<Removed, 'bytes'>;

const NOTHING: Removed = { records: 0, traces: 0, bytes: 0 };

/** What the facade of the store lends. */
export interface StoredDaysOptions {
  readonly rewriter: RewriteClient;
  readonly writer: Pick<Writer, 'replaceDay'>;
  /** Has readers let go of a project's files and of what they remember of it. */
  readonly forget: (projectId: string) => Promise<void>;
}

/** Removals: staged by the rewriting thread, put in place by the writer, let go of by readers. */
export function storedDays({ rewriter, writer, forget }: StoredDaysOptions): StoredDays & {
  /** Does other work that must not meet a removal. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
} {
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: two rewrites of one file would each bring back what the other removed. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    list: (projectId) => rewriter.call('list', projectId),
    groups: (place, pinned) => rewriter.call('groups', place, pinned),
    count: async (place, selection) => ({
      ...(await rewriter.call('count', place, selection)),
      bytes: 0,
    }),
    remove: (place, selection) =>
      inTurn(async () => {
        const before = await rewriter.call('describe', place);
        if (before === undefined) return NOTHING;
        const counted = await replace(place, before, selection);
        await forget(place.projectId);
        const after = await rewriter.call('describe', place);
        return { ...counted, bytes: Math.max(0, before.bytes - (after?.bytes ?? 0)) };
      }),
    stop: () => rewriter.close(),
    exclusive: inTurn,
  };

  /** Removes the file where nothing of it stays, else writes it anew. */
  async function replace(place: DayPlace, day: StoredDay, selection: Selection): Promise<Counted> {
    const { through = 0, except = [] } = selection;
    if (through >= day.through && except.length === 0) {
      try {
        await putAside({ ...place, staged: undefined, through });
        return { records: day.records, traces: 0 };
      } catch (error) {
        // It has grown: what came later stays, in a file of its own.
        if (!(error instanceof AppError && error.code === 'conflict')) throw error;
      }
    }
    const { counted, staged, through: gone } = await rewriter.call('stage', place, selection);
    if (staged !== undefined) await putAside({ ...place, staged, through: gone });
    return counted;
  }

  async function putAside(replacement: DayReplacement): Promise<void> {
    const aside = await writer.replaceDay(replacement);
    // Systems that do not remove open files have it removed at the next start at the latest.
    await forget(replacement.projectId);
    if (aside !== undefined) await rewriter.call('unlink', aside);
  }
}
