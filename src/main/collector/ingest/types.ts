import type { Signal } from '../otlp/types.ts';

/** How a body is encoded once its compression is taken off: OTLP, or a list of JamJet's events in JSON. */
export type BodyFormat = 'protobuf' | 'json' | 'jamjet';
/** Compressions a body may come in. */
export type ContentCoding = 'identity' | 'gzip' | 'deflate' | 'zstd';

/** One export request, however it came: HTTP, gRPC, an imported document, the test trace. */
export interface IngestRequest {
  readonly projectId: string;
  readonly signal: Signal;
  readonly format: BodyFormat;
  readonly coding: ContentCoding;
  /** The body in pieces, still compressed; copied once, never changed. */
  readonly body: readonly Uint8Array[];
  /** Nobody else looks at the pieces: their memory is freed as soon as they are copied. */
  readonly isBodySpent?: boolean;
  /** Whose usage it is: a key's id, `keyless` or `import`; absent: `import`. */
  readonly source?: string;
  /** Its sender waits for the answer before it sends more, so what is on its way does not count against it. */
  readonly isSequential?: boolean;
}

/** What became of a request, once what it held is stored. Counts are spans, log records or data points. */
export interface IngestResult {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Distinct reasons for the rejected ones. */
  readonly reasons: readonly string[];
}

/** Why nothing of a request was stored. */
export type IngestFailure =
  | 'invalid'
  | 'too_large'
  | 'unavailable'
  | 'internal'
  /** A limit is used up. */
  | 'busy'
  /** The project takes no data: it is archived, or gone. */
  | 'forbidden'
  | 'not_found';

/** Told only after the data is in the database file, or surely is not. */
export type IngestOutcome =
  | ({ readonly kind: 'stored' } & IngestResult)
  | {
      readonly kind: 'failed';
      readonly code: IngestFailure;
      readonly message: string;
      /** Of `busy`: whole seconds. */
      readonly retryAfterSeconds?: number;
    };

/** The way in for telemetry, without a listener. */
export interface Ingest {
  ingest(request: IngestRequest): Promise<IngestOutcome>;
}
