import { existsSync, renameSync } from 'node:fs';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { anchorFile, claimedSequence, readAnchor, writeAnchor } from './anchor.ts';
import { checkLink } from './check-link.ts';
import { GENESIS, type Head } from './entry.ts';
import { InstanceKey, keyFile, readInstanceKey } from './instance-key.ts';
import { replaceFile } from '../replace-file.ts';

/** Where the chain goes on after a start. */
export interface ChainStart {
  readonly key: InstanceKey;
  /** What the next entry follows. */
  readonly head: Head;
  /** What does not fit together; null when all is well. */
  readonly problem: string | null;
  /** The newest entry in the table; 0 for none. */
  readonly lastSequence: number;
}

/**
 * Compares the newest entry with the anchor outside the table.
 *
 * After a crash between commit and anchor the table is ahead: fine, as long as the entries beyond the anchor are
 * linked and sealed. An anchor that is ahead of the table means that entries were deleted: the chain goes on after
 * the anchor, so that the gap stays.
 */
export async function findStart(
  catalog: Catalog,
  dataDir: string,
  clock: Clock,
): Promise<ChainStart> {
  const last = await newest(catalog);
  const lastSequence = last.sequence;
  const key = readInstanceKey(dataDir);
  if (key === undefined) {
    // A first start that was cut short has an anchor of nothing.
    const isFirst = lastSequence === 0 && claimedSequence(dataDir) === 0;
    const problem = isFirst
      ? null
      : 'The key file was missing: what entries up to here say cannot be proven any more.';
    if (!isFirst) setAside(anchorFile(dataDir), clock);
    return { key: await createKey(dataDir), head: last, problem, lastSequence };
  }
  const state = readAnchor(dataDir, key);
  if (state.kind !== 'head') {
    if (state.kind === 'broken') setAside(anchorFile(dataDir), clock);
    const problem =
      state.kind === 'broken'
        ? `The head file was not the one this instance wrote: ${state.reason}.`
        : 'The head file was missing: whether newer entries were deleted is not known.';
    return { key, head: last, problem, lastSequence };
  }
  const anchor = state.head;
  if (anchor.sequence > lastSequence) {
    const problem = `Entries ${lastSequence + 1} to ${anchor.sequence} were deleted: the head file still knows them.`;
    return { key, head: anchor, problem, lastSequence };
  }
  return { key, head: last, problem: await checkTail(catalog, key, anchor), lastSequence };
}

/** A sequence that counting never reaches: rows beyond it are somebody else's, and nothing could follow them. */
const BEYOND_COUNTING = 2 ** 52;

async function newest(catalog: Catalog): Promise<Head> {
  const row = await catalog.db
    .selectFrom('audit_entry')
    .select(['sequence', 'hash'])
    .where('sequence', '<', BEYOND_COUNTING)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? GENESIS;
}

/** What is wrong with the entries from the anchored one on; null when they are the ones this instance wrote. */
async function checkTail(catalog: Catalog, key: InstanceKey, anchor: Head): Promise<string | null> {
  const rows = await catalog.db
    .selectFrom('audit_entry')
    .selectAll()
    .where('sequence', '>=', anchor.sequence)
    .where('sequence', '<', BEYOND_COUNTING)
    .orderBy('sequence')
    .execute();
  const [anchored] = rows;
  if (
    anchor.sequence > 0 &&
    (anchored?.sequence !== anchor.sequence || anchored.hash !== anchor.hash)
  ) {
    return `Entry ${anchor.sequence} is not the one the head file knows.`;
  }
  let before = anchor;
  for (const row of rows) {
    if (row.sequence === anchor.sequence) continue;
    const problem = checkLink(row, before, key);
    if (problem !== null) return problem.message;
    before = row;
  }
  return null;
}

/** The anchor comes before the key file: where there is a key, an anchor was written. */
async function createKey(dataDir: string): Promise<InstanceKey> {
  const key = InstanceKey.generate();
  await writeAnchor(dataDir, key, GENESIS);
  await replaceFile(keyFile(dataDir), key.privatePem);
  return key;
}

/** Evidence is kept. */
function setAside(file: string, clock: Clock): void {
  if (existsSync(file)) renameSync(file, `${file}.damaged-${clock.now()}`);
}
