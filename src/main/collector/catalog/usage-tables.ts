/** What a sender had stored on a day; numbers only grow, but for a model call that turned out to be a wrapper. */
export interface UsageDayTable {
  project_id: string;
  /** Whole days since the Unix epoch, UTC. */
  day: number;
  /** A key's id, `keyless` or `import`. */
  source: string;
  spans: number;
  logs: number;
  /** Metric data points. */
  points: number;
  requests: number;
  /** Requests refused because of a limit. */
  refused: number;
  /** Bodies as they travelled. */
  bytes_received: number;
  /** Segments as they were stored. */
  bytes_stored: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
}

/** What a project or a key may use; null: as much as it likes. */
export interface UsageLimitTable {
  /** The key's id, else the project's. */
  owner_id: string;
  project_id: string;
  key_id: string | null;
  spans_per_day: number | null;
  /** On disk; of projects only. */
  bytes: number | null;
  requests_per_second: number | null;
}

export interface UsageTables {
  usage_day: UsageDayTable;
  usage_limit: UsageLimitTable;
}
