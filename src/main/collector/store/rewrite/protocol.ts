import type { ErrorCode } from '../../../../shared/errors.ts';
import type { StagedPacking } from '../compact/day-packer.ts';
import type { ActivePolicy } from '../../redaction/policy.ts';
import type { Examined, StagedRedaction } from './day-redactor.ts';
import type { StagedDay } from './day-rewriter.ts';
import type { LeftoverScope } from './remove-leftovers.ts';
import type {
  DayPlace,
  LeftDay,
  RecordGroup,
  Removed,
  Selection,
  StoredDay,
  Survey,
} from './types.ts';

/** What the rewriting thread is started with. */
export interface RewriteSettings {
  readonly dataDir: string;
  readonly nativeBinding?: string | undefined;
}

/** Calls the rewriting thread answers, one at a time. */
export interface RewriteCalls {
  survey(projectId: string, known: readonly StoredDay[]): Survey;
  describe(place: DayPlace): StoredDay | undefined;
  bytes(place: DayPlace): number;
  groups(place: DayPlace, pinned?: Uint8Array<ArrayBuffer>, nowMs?: number): RecordGroup[];
  count(place: DayPlace, selection: Selection): Omit<Removed, 'bytes'>;
  stage(place: DayPlace, selection: Selection): StagedDay;
  examine(place: DayPlace, policy: ActivePolicy, afterId: number, upToId: number): Examined;
  /** Tells how many records it went through, and can be cancelled. */
  stageRedaction(place: DayPlace, policy: ActivePolicy): StagedRedaction;
  /** Can be cancelled, and then goes on with what is done another time. */
  pack(place: DayPlace): StagedPacking;
  unlink(path: string): void;
  /** Removes what the writer put aside, and what lies beside its old name; answers what it cannot remove. */
  removeLeft(scope: LeftoverScope): LeftDay[];
}

export interface RewriteCall {
  readonly id: number;
  readonly method: keyof RewriteCalls;
  readonly args: readonly unknown[];
}

/** A call, that a call shall end, or that the thread shall. */
export type ToRewriter = RewriteCall | { readonly cancel: number } | 'close';

export type FromRewriter =
  | { readonly id: number; readonly records: number }
  | { readonly id: number; readonly result: unknown }
  | {
      readonly id: number;
      readonly failure: { readonly code: ErrorCode; readonly message: string };
    };
