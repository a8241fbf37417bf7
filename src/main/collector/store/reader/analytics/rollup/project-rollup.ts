import type { SpanHeader } from '../../../segment/span-header.ts';
import type { DataFiles } from '../../data-files.ts';
import type { SegmentRow } from '../../day-reader.ts';
import { readHeader } from '../../segment-bodies.ts';
import { Slices } from '../../slices.ts';
import { skipDamage } from '../../trace-segments.ts';
import type { KeptSegment } from './kept-segment.ts';
import { KeptAttributes } from './kept-attributes.ts';
import { KeptSegments } from './kept-segments.ts';
import { SpanRollup } from './span-rollup.ts';
import { OneAtATime } from '../../one-at-a-time.ts';

/** Rows of the table of segments read at a time. */
const BATCH = 64;
/** The newest days of a project may still grow. */
const OPEN_DAYS = 2;
/** Most memory for spans that are kept, bytes: some two million. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** Most memory for attributes of kept spans, bytes: one of all of them, or a few of fewer. */
const ATTRIBUTE_BYTES = 12 * 1024 * 1024;
/** What most kept spans take. */
const SPAN_BYTES = 15;

/**
 * The roll-up of one project, kept level with its data files, and beside it the spans of the newest segments one by
 * one as far as there is room.
 *
 * Segments never change, and their ids only grow within a file: what is missing is what came after the newest one
 * that was read. A file that was rewritten has another name, so that whatever is deleted, redacted or packed makes
 * the roll-up {@link outdated}.
 */
export class ProjectRollup {
  /** Undefined once it would take more memory than it may. */
  rollup: SpanRollup | undefined = new SpanRollup();
  /** What is left of the headers of segments that were read. */
  kept = new KeptSegments();
  /** Attributes of the spans in {@link kept}. */
  attributes = new KeptAttributes();
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

  /** Size in memory. */
  get bytes(): number {
    if (this.rollup === undefined) return 1;
    return this.rollup.bytes + this.kept.bytes + this.attributes.bytes;
  }

  /** How much may be kept beside the roll-up. */
  get keptBytes(): number {
    return Math.min(KEPT_BYTES, this.budgetBytes - (this.rollup?.bytes ?? this.budgetBytes));
  }

  /** How much of attributes may be kept beside these. */
  get attributeBytes(): number {
    const others = this.bytes - this.attributes.bytes;
    return Math.min(ATTRIBUTE_BYTES, this.budgetBytes - others);
  }

  /** Forgets the spans that are kept; charts that need them read them anew. */
  rest(): void {
    // A chart that is being made goes on with what it has.
    this.kept = new KeptSegments();
    this.attributes = new KeptAttributes();
  }

  /** Whether it is worth to read all of a segment's header for {@link keep}. */
  mayKeep(path: string, { id, records, maxUs }: SegmentRow): boolean {
    const isCounted = this.rollup !== undefined && id <= (this.read.get(path) ?? 0);
    return isCounted && this.kept.hasRoom(records * SPAN_BYTES, maxUs, this.keptBytes);
  }

  /** Keeps the spans of a segment that was read before. */
  keep(path: string, row: SegmentRow, header: SpanHeader): void {
    if (this.rollup !== undefined) this.keepSegment(path, row, this.rollup.keep(header, row.dead));
  }

  /** Reads what is missing, in slices. */
  async refresh(): Promise<void> {
    await this.runs.run();
    if (this.bytes > this.budgetBytes) this.attributes = new KeptAttributes();
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
        for (const row of rows) {
          after = row.id;
          const header = skipDamage(() => readHeader(this.files.reopen(path), 'traces', row.id));
          const segment = header && this.rollup.add(header, row.dead);
          this.read.set(path, row.id);
          if (this.rollup.isFull || this.rollup.bytes > this.budgetBytes) {
            this.rollup = undefined;
            this.rest();
            return;
          }
          if (segment !== undefined) this.keepSegment(path, row, segment);
          if (slices.due) await slices.next();
        }
      }
      if (age >= OPEN_DAYS) this.closed.add(path);
    }
  }

  private keepSegment(path: string, { id, maxUs }: SegmentRow, segment: KeptSegment): void {
    this.kept.add(path, id, segment, maxUs, this.keptBytes);
  }
}
