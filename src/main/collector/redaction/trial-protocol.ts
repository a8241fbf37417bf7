import type { TriedField } from '../../../shared/contract/redaction.ts';
import type { ExportBatch } from '../store/types.ts';
import type { ActivePolicy } from './policy.ts';
import type { RedactionCount } from './redaction-count.ts';

/** A value to be tried, with the attribute key it would have. */
export interface TrialField {
  readonly key: string;
  readonly text: string;
}

/** What a trial thread is asked, with what it answers. */
export interface TrialCalls {
  /** What would be stored of these values. */
  fields(policy: ActivePolicy, fields: readonly TrialField[]): TriedField[];
  /** Counts what would go of these records, and says of when they are; milliseconds since the epoch, 0 for no time. */
  records(policy: ActivePolicy, batch: ExportBatch): { fromMs: number; toMs: number };
  /** What was counted since the last time. */
  counts(): RedactionCount[];
}

/** Everything sent to a trial thread. */
export type ToTrial =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: keyof TrialCalls;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'close' };

/** Number of the message a trial thread sends when it can begin. */
export const READY = 0;

/** Everything a trial thread sends. */
export type FromTrial =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string };
