import type { PastRedaction } from '../../../shared/contract/past-redaction.ts';
import { formatPlural } from '../../ui/format.ts';

/** What a scan or rewrite is called. */
export const KIND_WORDS = { scan: 'Scan', rewrite: 'Rewrite' } as const;

/** How it stands with one. */
export const STATE_WORDS = {
  running: 'under way',
  done: 'complete',
  failed: 'ended, not all of it could be done',
  cancelled: 'cancelled',
} as const;

/** What is read out of it: tenths while it runs, as each step would be too much to listen to, and its end. */
export function spokenWords(job: PastRedaction): string {
  const { kind, state, records, found } = job;
  const name = `${KIND_WORDS[kind]} of stored data ${STATE_WORDS[state]}`;
  if (state !== 'running') {
    return `${name}: ${formatPlural(found, 'value')} ${kind === 'scan' ? 'would be replaced' : 'replaced'}.`;
  }
  const tenths = records.total === 0 ? 0 : Math.floor((records.done / records.total) * 10);
  return tenths === 0 ? `${name}.` : `${name}: ${tenths * 10} percent.`;
}
