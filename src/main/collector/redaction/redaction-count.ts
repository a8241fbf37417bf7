/** One row of the redaction audit: how often something was found where; never what. */
export interface RedactionCount {
  /** Kind of data, or the type of a custom rule; `ATTRIBUTE` for removed attributes. */
  readonly type: string;
  readonly rule: string;
  /** Attribute key, or `name`, `body`, `status.message`, ...; redacted itself. */
  readonly key: string;
  readonly service: string;
  readonly environment: string;
  readonly count: number;
}

/** Rows kept apart at most; the rest is counted under the key `*`. */
const MAX_ROWS = 1000;
const MAX_KEY = 128;

/** Adds up what a job's redactions were. */
export class RedactionCounts {
  private rows = new Map<string, { row: Omit<RedactionCount, 'count'>; count: number }>();

  get isEmpty(): boolean {
    return this.rows.size === 0;
  }

  add(
    type: string,
    rule: string,
    key: string,
    service: string,
    environment: string,
    count = 1,
  ): void {
    const shortKey = this.rows.size >= MAX_ROWS ? '*' : key.slice(0, MAX_KEY);
    const id = [type, rule, shortKey, service, environment].join('\0');
    const known = this.rows.get(id);
    if (known !== undefined) known.count += count;
    else this.rows.set(id, { row: { type, rule, key: shortKey, service, environment }, count });
  }

  /** All rows so far; counting begins again. */
  take(): RedactionCount[] {
    const rows = [...this.rows.values()].map(({ row, count }) => ({ ...row, count }));
    this.rows = new Map();
    return rows;
  }
}
