import type { ActivePolicy } from './policy.ts';

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
  /** Where it was only seen; absent: it was replaced. */
  readonly mode?: 'detect' | undefined;
}

/** Rows of one job kept apart at most; the rest is counted under the key `*`. */
const MAX_ROWS = 1000;
const MAX_KEY = 128;
/** Rows counted last; with so many the same few are found again before their names are put together. */
const RECENT = 8;

interface Counted {
  readonly row: Omit<RedactionCount, 'count'>;
  count: number;
}

/** Adds up what a job's redactions were. */
export class RedactionCounts {
  private rows = new Map<string, Counted>();
  private readonly recent: Counted[] = [];
  private oldest = 0;
  private readonly mode: 'detect' | undefined;
  private readonly maxRows: number;

  /**
   * @param mode of the policy whose finds are counted
   * @param maxRows rows kept apart at most
   */
  constructor(mode: ActivePolicy['mode'] = 'on', maxRows = MAX_ROWS) {
    this.mode = mode === 'detect' ? mode : undefined;
    this.maxRows = maxRows;
  }

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
    for (const known of this.recent) {
      const { row } = known;
      if (row.key !== key || row.service !== service || row.rule !== rule) continue;
      if (row.type !== type || row.environment !== environment) continue;
      known.count += count;
      return;
    }
    const shortKey = this.rows.size >= this.maxRows ? '*' : key.slice(0, MAX_KEY);
    const id = [type, rule, shortKey, service, environment].join('\0');
    let counted = this.rows.get(id);
    if (counted === undefined) {
      const { mode } = this;
      counted = { row: { type, rule, key: shortKey, service, environment, mode }, count: 0 };
      this.rows.set(id, counted);
    }
    counted.count += count;
    this.recent[this.oldest++ % RECENT] = counted;
  }

  /** All rows so far; counting begins again. */
  take(): RedactionCount[] {
    const rows = [...this.rows.values()].map(({ row, count }) => ({ ...row, count }));
    this.rows = new Map();
    this.recent.length = 0;
    this.oldest = 0;
    return rows;
  }
}
