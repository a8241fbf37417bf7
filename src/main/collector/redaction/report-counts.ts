import { RedactionCounts, type RedactionCount } from './redaction-count.ts';

/** Rows kept apart at most: more than of one job, as each of many has keys and services of its own. */
const MAX_ROWS = 5000;
/** Stands for several keys and services. */
const SEVERAL = '*';

/** Adds up for a report what was found in many jobs. */
export class ReportCounts {
  readonly #sum = new RedactionCounts('on', MAX_ROWS);

  add(counts: readonly RedactionCount[]): void {
    for (const { type, rule, key, service, environment, count } of counts) {
      this.#sum.add(type, rule, key, service, environment, count);
    }
  }

  /** All rows so far; counting begins again. */
  take(): RedactionCount[] {
    return this.#sum.take();
  }
}

/** The `most` first rows, and the others added up by what was found: sums stay those of all. */
export function firstRows(rows: readonly RedactionCount[], most: number): RedactionCount[] {
  const rest = new RedactionCounts();
  for (const { type, rule, count } of rows.slice(most)) {
    rest.add(type, rule, SEVERAL, SEVERAL, '', count);
  }
  return [...rows.slice(0, most), ...rest.take()];
}
