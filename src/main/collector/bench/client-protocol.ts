import type { BodyPlan } from './bodies.ts';
import type { CpuLimits } from './cpu-limits.ts';
import type { SyncPlan } from './disk-limit.ts';

/** What the measuring process asks of the sending one. */
export type ToClient =
  /** Measure what the work takes on this machine without a collector around it. */
  | { readonly kind: 'limits' }
  /** Compress for a while, as other processes do at the same time. */
  | { readonly kind: 'zstd' }
  /** Write to the disk without a collector around it. */
  | { readonly kind: 'sync'; readonly plan: SyncPlan }
  /** Make bodies and keep them for the runs that follow. */
  | { readonly kind: 'prepare'; readonly plan: BodyPlan }
  /** Send every prepared body once, as fast as it is acknowledged. */
  | {
      readonly kind: 'run';
      readonly port: number;
      readonly key: string;
      readonly connections: number;
    }
  /** Send prepared bodies at a fixed rate, whatever the answers take. */
  | {
      readonly kind: 'pace';
      readonly port: number;
      readonly key: string;
      readonly connections: number;
      readonly requestsPerSecond: number;
    };

export type FromClient =
  | { readonly kind: 'limited'; readonly limits: CpuLimits }
  | { readonly kind: 'compressed'; readonly zstdUsPerSpan: number }
  | { readonly kind: 'synced'; readonly latenciesMs: readonly number[] }
  | { readonly kind: 'prepared'; readonly protobufBytes: number }
  | {
      readonly kind: 'ran';
      readonly seconds: number;
      /** Time from sending to acknowledgement of each request, ms. */
      readonly latenciesMs: readonly number[];
    }
  | { readonly kind: 'failed'; readonly message: string };
