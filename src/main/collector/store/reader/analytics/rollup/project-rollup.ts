import type { DataFiles } from '../../data-files.ts';
import { readHeader } from '../../segment-bodies.ts';
import { Slices } from '../../slices.ts';
import { skipDamage } from '../../trace-segments.ts';
import { SpanRollup } from './span-rollup.ts';
import { OneAtATime } from '../../one-at-a-time.ts';

/** Rows of the table of segments read at a time. */
const BATCH = 64;
/** The newest days of a project may still grow. */
const OPEN_DAYS = 2;

/**
 * The roll-up of one project, kept level with its data files.
 *
 * Segments never change, and their ids only grow within a file: what is missing is what came after the newest one
 * that was read. A file that was rewritten has another name, so that whatever is deleted, redacted or packed makes
 * the roll-up {@link outdated}.
 */
export class ProjectRollup {
  /** Undefined once it would take more memory than it may. */
  rollup: SpanRollup | undefined = new SpanRollup();
  private readonly projectId: string;
  private readonly files: DataFiles;
  private readonly budgetBytes: number;
  /** Newest segment read of each file. */
  private readonly read = new Map<string, number>();
  /** Files read to their end that nothing is written to any more: opening them for each look would take long. */
  private readonly closed = new Set<string>();
  private readonly runs = new OneAtATime(() => this.catchUp());

  constructor(projectId: string, files: DataFiles, budgetBytes: number) {
    this.projectId = projectId;
    this.files = files;
    this.budgetBytes = budgetBytes;
  }

  /** Whether a file that was read is gone or set aside: all has to be counted anew. */
  get outdated(): boolean {
    if (this.read.size === 0) return false;
    const paths = new Set(this.files.list(this.projectId, 'traces').map(({ path }) => path));
    return [...this.read.keys()].some((path) => !paths.has(path) || this.files.isAside(path));
  }

  /** Reads what is missing, in slices. */
  refresh(): Promise<void> {
    return this.runs.run();
  }

  private async catchUp(): Promise<void> {
    const slices = new Slices();
    for (const [age, { path }] of this.files.list(this.projectId, 'traces').entries()) {
      if (this.rollup === undefined) return;
      if (this.closed.has(path)) continue;
      const reader = this.files.open(path);
      let after = this.read.get(path) ?? 0;
      if (reader === undefined) continue;
      for (let more = reader.lastSegment() > after; more;) {
        const rows = this.files.reopen(path).segments(after, BATCH);
        more = rows.length === BATCH;
        for (const { id, dead } of rows) {
          after = id;
          const header = skipDamage(() => readHeader(this.files.reopen(path), 'traces', id));
          if (header !== undefined) this.rollup.add(header, dead);
          this.read.set(path, id);
          if (this.rollup.isFull || this.rollup.bytes > this.budgetBytes) {
            this.rollup = undefined;
            return;
          }
          if (slices.due) await slices.next();
        }
      }
      if (age >= OPEN_DAYS) this.closed.add(path);
    }
  }
}
