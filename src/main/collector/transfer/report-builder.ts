import {
  EMPTY_REPORT,
  type FileProblem,
  type FileReport,
} from '../../../shared/contract/file-report.ts';
import type { FilePlace } from '../formats/types.ts';
import type { IngestResult } from '../ingest/types.ts';
import type { Signal } from '../otlp/types.ts';

/** Problems kept with their places. */
const MAX_PROBLEMS = 100;
const MAX_SKIPPED = 20;
const MAX_FORMATS = 20;

const COUNT_OF = { traces: 'spans', logs: 'logs', metrics: 'points' } as const;

/** Adds up what becomes of a file. */
export class ReportBuilder {
  readonly #report = {
    ...EMPTY_REPORT,
    formats: [] as string[],
    problems: [] as FileProblem[],
    skipped: [] as FileProblem[],
  };

  /** As it is now. */
  get current(): FileReport {
    const { formats, problems, skipped } = this.#report;
    const byPlace = problems.toSorted((a, b) => (a.line ?? a.byte ?? 0) - (b.line ?? b.byte ?? 0));
    return { ...this.#report, formats: [...formats], problems: byPlace, skipped: [...skipped] };
  }

  /** Counts without lists, for progress. */
  get counts(): FileReport {
    return { ...this.#report, formats: [], problems: [], skipped: [] };
  }

  format(name: string): void {
    if (this.#report.formats.length < MAX_FORMATS) this.#report.formats.push(name.slice(0, 80));
  }

  read(bytes: number): void {
    this.#report.bytes += bytes;
  }

  annotated(count: number): void {
    this.#report.annotations += count;
  }

  stored(signal: Signal, place: FilePlace, result: IngestResult): void {
    this.#report.accepted += result.accepted;
    this.#report.duplicates += result.duplicates;
    this.#report[COUNT_OF[signal]] += result.accepted;
    if (result.rejected === 0 && result.reasons.length === 0) return;
    this.problem(place, result.reasons.map(withoutPlace).join('; '), result.rejected);
  }

  problem(place: FilePlace, reason: string, records: number): void {
    this.#report.rejected += records;
    this.#report.problemCount += 1;
    if (this.#report.problems.length >= MAX_PROBLEMS) return;
    this.#report.problems.push({ ...withoutAbsent(place), reason, records });
  }

  skipped(place: FilePlace, reason: string): void {
    if (this.#report.skipped.length >= MAX_SKIPPED) return;
    this.#report.skipped.push({ ...withoutAbsent(place), reason, records: 0 });
  }
}

/** A reason without its place in the request that was made of a part of the file: that is no place in the file. */
function withoutPlace(reason: string): string {
  return reason.replace(/ \((\d+), first at [^)]*\)$/, (_all, times: string) =>
    times === '1' ? '' : ` (${times} of them)`,
  );
}

function withoutAbsent({ line, byte, entry }: FilePlace) {
  return {
    ...(line === undefined ? {} : { line }),
    ...(byte === undefined ? {} : { byte }),
    ...(entry === undefined ? {} : { entry }),
  };
}
