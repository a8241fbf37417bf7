import type { AnnotationTables } from '../../catalog/annotation-tables.ts';
import type { ActivePolicy } from '../policy.ts';
import { RedactionCounts, type RedactionCount } from '../redaction-count.ts';
import { innermost } from '../said-texts.ts';
import { slicedRedactor } from '../sliced-redactor.ts';
import type { TextRedactor } from '../text-redactor.ts';

export type SaidTable = keyof AnnotationTables;

/** Columns with texts of people and programs, under the names that arriving ones have in counts. */
const COLUMNS: Readonly<Record<SaidTable, Readonly<Record<string, string>>>> = {
  trace_note: { text: 'annotation.note' },
  trace_score: {
    name: 'annotation.score.name',
    label: 'annotation.score.value',
    comment: 'annotation.score.comment',
  },
  trace_tag: { name: 'annotation.tag' },
  trace_pin: {},
};
/** People and keys of this instance are named elsewhere too; those of another one are known by this alone. */
const FOREIGN_AUTHOR = { author_id: 'annotation.author', author_name: 'annotation.author' };
/** The day of a time that no date can have. */
const NO_DAY = '1970-01-01';
const LAST_MS = Date.UTC(9999, 11, 31);

export const SAID_TABLES = Object.keys(COLUMNS) as SaidTable[];

/** How often something was found in what was said on one UTC day. */
export interface SaidCounts {
  readonly day: string;
  readonly counts: readonly RedactionCount[];
}

/** Redacts rows of annotations as they would be on arrival, and counts by the day they were written. */
export class SaidRows {
  readonly #redactor: TextRedactor;
  readonly #counts = new Map<string, RedactionCounts>();

  private constructor(redactor: TextRedactor) {
    this.#redactor = redactor;
  }

  static async open(policy: ActivePolicy): Promise<SaidRows> {
    return new SaidRows(await slicedRedactor(policy));
  }

  /** The columns of a row that come out differently. */
  cleaned<Row extends { readonly created_ms: number }>(table: SaidTable, row: Row): Partial<Row> {
    const isForeign = 'author_kind' in row && row.author_kind === 'import';
    const columns = isForeign ? { ...COLUMNS[table], ...FOREIGN_AUTHOR } : COLUMNS[table];
    const after: Record<string, string> = {};
    for (const [column, key] of Object.entries(columns)) {
      const text: unknown = row[column as keyof Row];
      if (typeof text !== 'string') continue;
      const clean = this.#clean(text, key, row.created_ms);
      if (clean !== text) after[column] = clean;
    }
    return after as Partial<Row>;
  }

  /** What was found since the last time, the earliest day first. */
  takeCounts(): SaidCounts[] {
    const found = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#counts.clear();
    return found.map(([day, counts]) => ({ day, counts: counts.take() }));
  }

  #clean(text: string, key: string, createdMs: number): string {
    const { text: after, hits } = this.#redactor.redactSafely(text, '', true);
    if (hits.length === 0) return text;
    const day = dayOf(createdMs);
    const counts = this.#counts.get(day) ?? new RedactionCounts();
    this.#counts.set(day, counts);
    for (const { type, rule } of hits.flatMap(innermost)) counts.add(type, rule, key, '', '');
    return after === '' && text !== '' ? `[${hits[0]!.type}]` : after;
  }
}

const dayOf = (ms: number): string =>
  ms >= 0 && ms <= LAST_MS ? new Date(ms).toISOString().slice(0, 10) : NO_DAY;
