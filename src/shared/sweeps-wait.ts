import type { RetentionState } from './contract/retention.ts';

/** Why no sweep comes by itself, or not at its time, in a sentence; undefined where nothing keeps it. */
export function whySweepsWait({
  sweepsWait,
  heldUntil,
}: Pick<RetentionState, 'sweepsWait' | 'heldUntil'>): string | undefined {
  switch (sweepsWait) {
    case 'unserved':
      return 'Sweeps run while the app is open or "spanward serve" runs, and neither serves this folder now.';
    case 'starting':
      return 'The first one since the start begins in a moment.';
    case 'clock':
      return `The clock of this machine went ahead: sweeps wait until ${heldUntil}, in case its date is wrong.`;
    case 'backup':
      return 'A backup is being made: a sweep that is due before its end is left out.';
    case undefined:
      return undefined;
  }
}
