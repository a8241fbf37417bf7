/** Sizes that bound what requests may cost. */
export interface IngestLimits {
  /** Bytes of one body as it travels. */
  readonly maxBodyBytes: number;
  /** Bytes of one body once decompressed. */
  readonly maxInflatedBytes: number;
  /** Bytes of all requests being read, waiting or being stored. */
  readonly budgetBytes: number;
}

const MIB = 1024 * 1024;

/** 64 MiB a request is what OTLP recommends; the budget leaves room for one of those beside normal load. */
export const DEFAULT_LIMITS: IngestLimits = {
  maxBodyBytes: 64 * MIB,
  maxInflatedBytes: 64 * MIB,
  budgetBytes: 96 * MIB,
};
