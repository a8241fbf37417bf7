import type { AuditVerification } from '../../../shared/contract/audit.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { readAnchor } from './anchor.ts';
import { checkLink, missing, type ChainProblem } from './check-link.ts';
import { GENESIS, type AuditRow, type Head } from './entry.ts';
import type { InstanceKey } from './instance-key.ts';
import { entriesBetween, newestTrim } from './read-entries.ts';

/** What a check found, without when and by which key. */
export type ChainReport = Omit<AuditVerification, 'at' | 'keyFingerprint'>;

/** The chain as whoever writes it knows it: an `AuditTrail`. */
export interface WrittenChain {
  readonly key: InstanceKey;
  /** The newest entry this collector wrote. */
  readonly head: Head;
  /** Runs work while nothing is written. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Looks at every entry from where the retention rule ended, at the links between them, and at the head in memory and
 * outside the table. In slices, so that nothing waits for it but what is written while it looks at the ends.
 */
export async function verifyChain(
  catalog: Pick<Catalog, 'db'>,
  dataDir: string,
  chain: WrittenChain,
): Promise<ChainReport> {
  const { key } = chain;
  const start = (await newestTrim(catalog)) ?? GENESIS;
  const sealedFrom = await restoredAt(catalog, key);
  let checked = 0;
  let before: Head = start;
  const follow = async (last: number): Promise<ChainProblem | null> => {
    for await (const rows of entriesBetween(catalog, before.sequence + 1, last)) {
      for (const row of rows) {
        const sealedBy = row.sequence < sealedFrom ? null : key;
        const problem = checkLink(row, before, sealedBy) ?? readBreak(row);
        if (problem !== null) return problem;
        checked += 1;
        before = row;
      }
    }
    return null;
  };
  let problem = await follow(chain.head.sequence);
  const head = await chain.inTurn(async () => {
    const { head: newest } = chain;
    // What was written since it began.
    problem ??= await follow(newest.sequence);
    problem ??= checkEnd(before, newest) ?? checkAnchor(dataDir, key, newest);
    problem ??= await checkBeyond(catalog, newest);
    return newest;
  });
  return {
    ok: problem === null,
    checked,
    firstSequence: start.sequence + 1,
    lastSequence: head.sequence,
    lastHash: head.hash,
    problem,
  };
}

/**
 * The newest entry, sealed with this key, that says the log was restored without the key it had before; 0 for none.
 * What comes before it cannot be sealed with this key: the hash chain that this entry ends vouches for it.
 */
async function restoredAt(catalog: Pick<Catalog, 'db'>, key: InstanceKey): Promise<number> {
  const rows = await catalog.db
    .selectFrom('audit_entry')
    .select(['sequence', 'hash', 'seal', 'after'])
    .where('action', '=', 'audit.restored')
    .orderBy('sequence', 'desc')
    .execute();
  const found = rows.find(
    (row) => key.seal(row.hash) === row.seal && !row.after?.includes(key.fingerprint),
  );
  return found?.sequence ?? 0;
}

/** A break that was found at a start stays one, even where the entries around it fit together. */
function readBreak(row: AuditRow): ChainProblem | null {
  if (row.action !== 'audit.break_found') return null;
  const found = /"problem":"((?:[^"\\]|\\.)*)"/.exec(row.after ?? '')?.[1] ?? 'A break was found.';
  return { sequence: row.sequence, message: `When the collector started: ${found}` };
}

function checkEnd(last: Head, head: Head): ChainProblem | null {
  if (last.sequence < head.sequence) return missing(last.sequence + 1, head.sequence);
  if (last.hash === head.hash) return null;
  const { sequence } = head;
  return { sequence, message: `Entry ${sequence} is not the one this collector wrote last.` };
}

function checkAnchor(dataDir: string, key: InstanceKey, head: Head): ChainProblem | null {
  const anchor = readAnchor(dataDir, key);
  const { sequence } = head;
  if (anchor.kind === 'missing') return { sequence, message: 'The head file is missing.' };
  if (anchor.kind === 'broken') {
    return { sequence, message: `The head file was changed: ${anchor.reason}.` };
  }
  // It may be a moment behind, never ahead.
  const fits =
    anchor.head.sequence < sequence ||
    (anchor.head.sequence === sequence && anchor.head.hash === head.hash);
  return fits ? null : { sequence, message: 'The head file is of another chain.' };
}

async function checkBeyond(catalog: Pick<Catalog, 'db'>, head: Head): Promise<ChainProblem | null> {
  const row = await catalog.db
    .selectFrom('audit_entry')
    .select('sequence')
    .where('sequence', '>', head.sequence)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const message = `Entry ${row.sequence} was added by somebody else: this collector did not write it.`;
  return { sequence: row.sequence, message };
}
