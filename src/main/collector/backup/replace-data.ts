import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { namesIn } from '../names-in.ts';
import { replaceFileSync } from '../replace-file.ts';
import type { StoreCheck } from '../store/types.ts';

/** Folder inside a data folder where a restore puts what will take the place of the data. */
export const RESTORED = 'restored.new';

const MARK = 'replace.json';
const KEPT_PREFIX = 'before-restore-';

/** What is not data of the instance, or belongs to whoever has the folder open. */
const STAYS: ReadonlySet<string> = new Set([
  'lock.db',
  'instance.json',
  'logs',
  'desktop',
  RESTORED,
  MARK,
  `${MARK}.new`,
]);

/** What a folder without any data may hold: its lock, and what a disk has that is mounted there. */
const NOTHING: ReadonlySet<string> = new Set(['lock.db', 'lock.db-journal', 'lost+found']);

const Mark = z.object({
  kept: z.string().regex(/^before-restore-[0-9TZ-]+$/),
  step: z.enum(['move-out', 'move-in', 'move-back']),
});

/**
 * Decides that what was restored to {@link RESTORED} replaces the data of this folder at its next opening.
 *
 * @returns name of the folder, inside this one, that the present data will be kept in
 */
export function replaceAtNextOpening(dataDir: string, nowMs: number): string {
  const kept = keptName(nowMs);
  writeMark(dataDir, { kept, step: 'move-out' });
  return kept;
}

/**
 * Puts what was restored to {@link RESTORED} in place in a folder that holds nothing else; under its lock. Ended at any
 * moment, the next opening goes on where it was.
 */
export function moveIn(dataDir: string, nowMs: number): void {
  writeMark(dataDir, { kept: keptName(nowMs), step: 'move-in' });
  finishReplacement(dataDir);
}

function keptName(nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${KEPT_PREFIX}${stamp}`;
}

/** Whether a folder holds nothing that somebody would miss: what its disk came with and a restore that was ended left is nothing. */
export function isEmptyFolder(dataDir: string): boolean {
  const names = readdirSync(dataDir);
  const isUnfinishedHere = (name: string): boolean =>
    isUnfinished(name) || (name === RESTORED && !names.includes(MARK));
  return names.every((name) => NOTHING.has(name) || isUnfinishedHere(name));
}

/**
 * Carries out what {@link replaceAtNextOpening} decided, if anything; called under the folder's lock before anything in
 * it is opened. Ended at any moment, the next opening goes on where it was: nothing is copied and nothing deleted.
 *
 * @throws AppError `unavailable` where something cannot be put aside, as a disk that is mounted there: all is as it was,
 *   and the next opening opens it
 */
export function finishReplacement(dataDir: string): void {
  const mark = readMark(dataDir);
  if (mark === undefined) return;
  const restored = join(dataDir, RESTORED);
  const kept = join(dataDir, mark.kept);
  if (mark.step === 'move-back') {
    moveBack(dataDir, kept);
    return;
  }
  if (mark.step === 'move-out' && existsSync(restored)) {
    mkdirSync(kept, { recursive: true, mode: 0o700 });
    const present = readdirSync(dataDir).filter(
      (name) => !STAYS.has(name) && !name.startsWith(KEPT_PREFIX) && !isUnfinished(name),
    );
    for (const name of present) {
      try {
        renameSync(join(dataDir, name), join(kept, name));
      } catch (error) {
        writeMark(dataDir, { kept: mark.kept, step: 'move-back' });
        moveBack(dataDir, kept);
        throw notPutAside(join(dataDir, name), error);
      }
    }
    writeMark(dataDir, { kept: mark.kept, step: 'move-in' });
  }
  if (existsSync(restored)) {
    for (const name of readdirSync(restored)) {
      renameSync(join(restored, name), join(dataDir, name));
    }
    rmSync(restored, { recursive: true });
  }
  rmSync(join(dataDir, MARK));
}

/** Takes back what was put aside; ended at any moment, the next opening goes on. What was restored goes with the next restore. */
function moveBack(dataDir: string, kept: string): void {
  for (const name of namesIn(kept)) {
    if (!existsSync(join(dataDir, name))) renameSync(join(kept, name), join(dataDir, name));
  }
  if (namesIn(kept).length === 0) rmSync(kept, { recursive: true, force: true });
  rmSync(join(dataDir, MARK));
}

function notPutAside(path: string, error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  const isMounted = code === 'EBUSY' || code === 'EXDEV';
  const reason = isMounted ? 'another disk may be mounted there' : message;
  return new AppError(
    'unavailable',
    `The backup was not restored: ${path} cannot be put aside (${reason}). All data is as it was; start again. To restore the backup, use "spanward restore" with another folder, or see to that first.`,
    { cause: error },
  );
}

/** What restores put aside and nobody has deleted yet; undefined without any, and for a folder that is told of itself. */
export function checkPutAside(dataDir: string): StoreCheck | undefined {
  const kept = namesIn(dataDir).filter((name) => name.startsWith(KEPT_PREFIX));
  if (kept.length === 0) return undefined;
  const message = `${kept.toSorted().join(', ')} in the data folder: what a restore put aside. No deletion, sweep or redaction reaches it; delete it once it is not needed.`;
  return { name: 'before a restore', state: 'warning', message };
}

/** Removes what a restore that was ended left behind, unless it is about to take the place of the data. */
export function dropUnfinishedRestore(dataDir: string): void {
  if (!existsSync(dataDir) || existsSync(join(dataDir, MARK))) return;
  for (const name of readdirSync(dataDir)) {
    if (name === RESTORED || isUnfinished(name)) {
      rmSync(join(dataDir, name), { recursive: true, force: true });
    }
  }
}

/** Where `restoreBackup` unpacks before its folder gets its name. */
const isUnfinished = (name: string): boolean => name.startsWith(`.${RESTORED}.restore-`);

function readMark(dataDir: string): z.infer<typeof Mark> | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, MARK), 'utf8');
  } catch {
    return undefined;
  }
  return Mark.parse(JSON.parse(text));
}

/** Whole or not at all, and on the disk before anything is moved. */
function writeMark(dataDir: string, mark: z.infer<typeof Mark>): void {
  replaceFileSync(join(dataDir, MARK), JSON.stringify(mark));
}
