import { hashEntry, type AuditRow, type Head } from './entry.ts';
import type { InstanceKey } from './instance-key.ts';

/** What is wrong with the chain, and where. */
export interface ChainProblem {
  readonly sequence: number;
  readonly message: string;
}

/**
 * What is wrong with an entry that is to follow `before`; null when nothing is.
 *
 * @param key whose seal it has to have; null for an entry that a later, sealed one vouches for by its hash
 */
export function checkLink(
  row: AuditRow,
  before: Head,
  key: InstanceKey | null,
): ChainProblem | null {
  const expected = before.sequence + 1;
  if (row.sequence > expected) return missing(expected, row.sequence - 1);
  const { sequence } = row;
  if (hashEntry(row) !== row.hash) {
    return {
      sequence,
      message: `Entry ${sequence} was changed: its content does not match its hash.`,
    };
  }
  if (key !== null && key.seal(row.hash) !== row.seal) {
    return {
      sequence,
      message: `Entry ${sequence} was not written by this instance: its seal is wrong.`,
    };
  }
  if (row.prev_hash !== before.hash) {
    return { sequence, message: `Entry ${sequence} does not follow entry ${before.sequence}.` };
  }
  return null;
}

/** Entries that are not there; both ends included. */
export function missing(first: number, last: number): ChainProblem {
  const message =
    first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`;
  return { sequence: first, message };
}
