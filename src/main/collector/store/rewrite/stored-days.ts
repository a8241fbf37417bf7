import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../../shared/errors.ts';
import type { Writer } from '../writer/writer-client.ts';
import { discard, orDiscard } from './or-discard.ts';
import { leftoversOf } from './remove-leftovers.ts';
import type { RewriteClient } from './rewrite-client.ts';
import type {
  ChangeGuard,
  DayPlace,
  Packed,
  PackWatch,
  Removed,
  Selection,
  StoredDay,
  StoredDays,
  Survey,
} from './types.ts';

type Counted = Omit<Removed, 'bytes'>;

const NOTHING: Removed = { records: 0, traces: [], bytes: 0 };
const UNGUARDED: ChangeGuard = (_goes, change) => change();
/** How long nothing may arrive before logs are emptied, and how often that is waited for, ms. */
const SILENCE_MS = 50;
const SILENCE_TRIES = 5;

/** What the facade of the store lends. */
export interface StoredDaysOptions {
  readonly dataDir: string;
  readonly rewriter: RewriteClient;
  readonly writer: Pick<Writer, 'replaceDay' | 'settle' | 'appendedBytes' | 'queuedBytes'>;
  /** Has readers let go of a project's files and of what they remember of it. */
  readonly forget: (projectId: string) => Promise<void>;
  /** Has readers look again at files that they could not read. */
  readonly lookAnew: (projectId: string) => Promise<void>;
  /** Tells readers that a day with the same records up to a segment is in another file now. */
  readonly moved: (place: DayPlace, through: number) => Promise<void>;
}

/** Removals: staged by the rewriting thread, put in place by the writer, let go of by readers. */
export function storedDays(options: StoredDaysOptions): StoredDays & {
  /** Does other work that must not meet a removal. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** The project is gone: nothing is remembered of it. */
  leave(projectId: string): void;
} {
  const { dataDir, rewriter, writer, forget, lookAnew, moved } = options;
  let last: Promise<unknown> = Promise.resolve();
  /** What was found last, by project: of a year of days few change from one look to the next. */
  const found = new Map<string, readonly StoredDay[]>();
  const survey = async (projectId: string): Promise<Survey> => {
    const surveyed = await rewriter.call('survey', projectId, found.get(projectId) ?? []);
    if (surveyed.days.length > 0) found.set(projectId, surveyed.days);
    else found.delete(projectId);
    return surveyed;
  };
  /** Packing that is under way or waits. */
  let packing: AbortController | undefined;
  /** One at a time: two rewrites of one file would each bring back what the other removed. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    // Somebody waits for this; packing does not mind when.
    packing?.abort();
    return queued(work);
  };
  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    list: async (projectId) => (await survey(projectId)).days,
    survey,
    settle: async (projectId) => {
      for (let tries = 0; tries < SILENCE_TRIES; tries++) {
        const before = writer.appendedBytes;
        await sleep(SILENCE_MS);
        // What arrives now would wait for it.
        if (writer.queuedBytes > 0 || writer.appendedBytes > before) continue;
        // A disk without room for it has the log stay as it is.
        await writer.settle(projectId).catch(() => undefined);
        return;
      }
    },
    groups: (...of) => rewriter.call('groups', ...of),
    count: async (place, selection) => ({
      ...(await rewriter.call('count', place, selection)),
      bytes: 0,
    }),
    remove: (place, selection, guard = UNGUARDED) =>
      inTurn(async () => {
        const replaced = await replace(place, selection, guard);
        if (replaced === undefined) return NOTHING;
        const { counted, bytesBefore, isChanged } = replaced;
        if (!isChanged) return { ...counted, bytes: 0 };
        await forget(place.projectId);
        const left = await rewriter.call('removeLeft', place);
        const after = await rewriter.call('bytes', place);
        const bytes = left.reduce((sum, each) => sum + each.bytes, after);
        return { ...counted, bytes: Math.max(0, bytesBefore - bytes) };
      }),
    lookAnew: (projectId, all = false) => (all ? forget : lookAnew)(projectId),
    removeLeft: async (projectId) => {
      // There is hardly ever any, and then no thread has to be started for it.
      if (leftoversOf(dataDir, { projectId }).length === 0) return [];
      return rewriter.call('removeLeft', { projectId });
    },
    pack: async (place, watch) => {
      const own = new AbortController();
      packing = own;
      const signal = AbortSignal.any([watch.signal, own.signal]);
      try {
        return await queued(() => pack(place, { ...watch, signal }));
      } finally {
        if (packing === own) packing = undefined;
      }
    },
    stop: () => rewriter.close(),
    exclusive: inTurn,
    leave: (projectId) => void found.delete(projectId),
  };

  async function pack(place: DayPlace, { signal, mayReplace }: PackWatch): Promise<Packed> {
    if (signal.aborted) return { state: 'paused' };
    const before = await rewriter.call('describe', place);
    const { staged, through } = await rewriter.watch({ signal }, 'pack', place);
    if (staged === undefined || signal.aborted || !mayReplace()) return { state: 'paused' };
    const replacement = { ...place, staged, through };
    await orDiscard(rewriter, staged, () => writer.replaceDay(replacement));
    await moved(place, through);
    await rewriter.call('removeLeft', place);
    return {
      state: 'packed',
      bytesBefore: before?.bytes ?? 0,
      bytesAfter: await rewriter.call('bytes', place),
    };
  }

  /** Removes the file where nothing of it stays, else writes it anew; undefined where there is none. */
  async function replace(
    place: DayPlace,
    selection: Selection,
    guard: ChangeGuard,
  ): Promise<{ counted: Counted; bytesBefore: number; isChanged: boolean } | undefined> {
    const { through, except = [] } = selection;
    if (through !== undefined && except.length === 0) {
      const day = await rewriter.call('describe', place);
      if (day === undefined) return undefined;
      const { records, bytes: bytesBefore } = day;
      const counted = { records, traces: [] };
      const whole = { ...place, staged: undefined, through };
      const change = () => unlessGrown(writer.replaceDay(whole));
      if (through >= day.through && (await guard(counted, change))) {
        return { counted, bytesBefore, isChanged: true };
      }
      // What came later stays, in a file of its own.
    }
    const found = await rewriter.call('stage', place, selection).catch(unlessGone);
    if (found === undefined) return undefined;
    const { counted, bytesBefore, staged, isEmpty } = found;
    if (staged === undefined) return { counted, bytesBefore, isChanged: false };
    const rest = { ...place, staged, through: found.through };
    const change = async () => {
      const whole = { ...rest, staged: undefined };
      const isGone = isEmpty && (await unlessGrown(writer.replaceDay(whole)));
      if (!isGone) await writer.replaceDay(rest);
    };
    await orDiscard(rewriter, staged, () => guard(counted, change));
    if (isEmpty) await discard(rewriter, staged);
    return { counted, bytesBefore, isChanged: true };
  }
}

/** Has a day that is not there be none to worry about. */
function unlessGone(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not_found') return undefined;
  throw error;
}

/** False where what was to go as a whole has grown meanwhile: it is as it was. */
async function unlessGrown(change: Promise<void>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}
