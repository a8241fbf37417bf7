import { rmSync } from 'node:fs';
import { sep } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Signal } from '../../otlp/types.ts';
import { projectFolder } from '../day-files.ts';
import { unpackBody } from '../segment/body.ts';
import { decodeSpanHeader } from '../segment/span-header.ts';
import { encodeTraceParts } from '../segment/trace-parts-codec.ts';
import { viewTraceRows, type TraceRows } from '../segment/trace-rows.ts';
import { isDead, summarize } from '../summarize.ts';
import type { AppendResult, CommitNotice, PreparedSegment } from '../types.ts';
import { DuplicateIndex, MAX_KNOWN_SPANS } from './duplicate-index.ts';
import type { OpenFile } from './open-file.ts';
import { ProjectFiles } from './project-files.ts';
import type { AppendRequest, SegmentNotice, WriterFailure, WriterSettings } from './protocol.ts';
import { replaceDay, type DayReplacement } from './replace-day.ts';
import type { NewSegment } from './segment-insert.ts';
import { FileTraces } from './stored-traces.ts';

/** What one round of commits did. */
export interface CommitRound {
  readonly appended: (AppendResult & { readonly id: number })[];
  readonly failed: WriterFailure[];
  readonly commits: CommitNotice[];
  readonly segments: SegmentNotice[];
}

/** An append inside the open transaction. */
interface Pending {
  readonly request: AppendRequest;
  readonly duplicates: readonly number[];
  readonly dead: Uint8Array | undefined;
  /** Undefined when every record of it is stored already. */
  readonly notice: SegmentNotice | undefined;
  readonly traceId: string | null;
}

/** Bytes of segments in one transaction; a longer queue takes several. */
const MAX_TRANSACTION_BYTES = 32 * 1024 * 1024;

/**
 * Commits queued segments: one transaction for all that go into one file, so that the disk is waited
 * for once. The only code that writes data files.
 */
export class Committer {
  readonly files: ProjectFiles;
  readonly #dataDir: string;
  readonly #nativeBinding: string | undefined;
  readonly #stored: FileTraces;
  readonly #warn: (message: string) => void;
  /** By project, the least recently used first. */
  readonly #duplicates = new Map<string, DuplicateIndex>();

  constructor(settings: WriterSettings, warn: (message: string) => void) {
    this.#dataDir = settings.dataDir;
    this.#nativeBinding = settings.nativeBinding;
    this.#warn = warn;
    this.files = new ProjectFiles(settings.dataDir, settings.nativeBinding);
    this.#stored = new FileTraces(this.files, warn);
  }

  /** Commits the requests; each is in `appended` or in `failed` afterwards, whatever happens. */
  commit(requests: readonly AppendRequest[]): CommitRound {
    const round: CommitRound = { appended: [], failed: [], commits: [], segments: [] };
    for (const group of groupByFile(requests)) this.#commitGroup(group, round);
    return round;
  }

  /** See {@link replaceDay}. What was known of the project's spans is looked up anew: some may come again. */
  replaceDay(day: DayReplacement): void {
    this.#duplicates.get(day.projectId)?.clear();
    this.#stored.clear();
    replaceDay(this.files, day, this.#nativeBinding);
  }

  /** Removes everything stored of a project. */
  deleteProject(projectId: string): void {
    this.files.releaseProject(projectId);
    this.#duplicates.delete(projectId);
    this.#stored.clear();
    rmSync(projectFolder(this.#dataDir, projectId), {
      recursive: true,
      force: true,
      maxRetries: 5,
    });
  }

  /** Empties the logs of the open files of a project, as far as readers allow. */
  settle(projectId: string): void {
    const folder = projectFolder(this.#dataDir, projectId) + sep;
    for (const file of this.files.opened) {
      if (file.hasLog && file.path.startsWith(folder)) file.checkpoint(true);
    }
  }

  close(): void {
    for (const file of this.files.opened) {
      try {
        file.checkpoint(true);
      } finally {
        this.files.release(file);
      }
    }
  }

  #commitGroup(group: readonly AppendRequest[], round: CommitRound): void {
    const { projectId, segment, nowMs } = group[0]!;
    let file: OpenFile | undefined;
    const pending: Pending[] = [];
    try {
      this.#leaveLost(projectId, segment.signal, nowMs);
      file = this.files.current(projectId, segment.signal, nowMs);
      file.begin();
      for (const request of group) {
        const prepared = this.#prepare(request, round);
        if (prepared) pending.push(this.#insert(file, request, prepared));
      }
      file.commit();
    } catch (error) {
      this.#undo(projectId, file);
      const answered = new Set(round.failed.map(({ id }) => id));
      const rest = group.filter(({ id }) => !answered.has(id));
      const isShared = error instanceof AppError && error.code === 'unavailable';
      // A full disk concerns all of them; what one of them brought about must not fail the others.
      if (isShared || rest.length === 1) {
        for (const { id } of rest) round.failed.push(failure(id, error));
      } else {
        for (const request of rest) this.#commitGroup([request], round);
      }
      return;
    }
    this.#report(projectId, segment, pending, round);
  }

  /** Somebody may have removed the file, or put another one there: what was in it is not stored any more. */
  #leaveLost(projectId: string, signal: Signal, nowMs: number): void {
    const lost = this.files.dropLost(projectId, signal, nowMs);
    if (lost === undefined) return;
    this.#duplicates.get(projectId)?.clear();
    this.#stored.clear();
    this.#warn(`The data file ${lost} was removed or replaced by somebody while it was written.`);
  }

  /** Opens up a request; one that cannot be read fails alone. */
  #prepare(request: AppendRequest, round: CommitRound): Prepared | undefined {
    try {
      const { parts, records, requestOf } = request.segment;
      const body = unpackBody(parts['body']!);
      const rows = viewTraceRows(parts['rows']!);
      const held = body.frames.reduce((sum, frame) => sum + frame.records, 0);
      if (requestOf.length !== records || held !== records) {
        throw new Error('A prepared segment has lost records');
      }
      for (let row = 0; row < rows.traces; row++) {
        if (rows.first[row]! + rows.count[row]! > records) {
          throw new Error('The trace rows of a prepared segment point outside it');
        }
      }
      return { body, rows };
    } catch (error) {
      round.failed.push(failure(request.id, error));
      return undefined;
    }
  }

  #insert(file: OpenFile, request: AppendRequest, { body, rows }: Prepared): Pending {
    const { projectId, segment, nowMs } = request;
    const { signal, records, minUs, maxUs } = segment;
    const dead = signal === 'traces' ? this.#claim(projectId, rows, records) : undefined;
    const duplicates = countDuplicates(segment, dead);
    const live = records - countDead(dead, records);
    const traceId =
      rows.traces > 0 ? Buffer.from(rows.traceIds.subarray(0, 16)).toString('hex') : null;
    if (live === 0) return { request, duplicates, dead, notice: undefined, traceId };
    const parts = dead
      ? encodeTraceParts(summarize(decodeSpanHeader(body.header), dead))
      : body.parts;
    const stored: NewSegment = {
      id: file.nextId(),
      records,
      live,
      minUs,
      maxUs,
      committedMs: nowMs,
      dead: dead ?? null,
      body: { ...body, parts },
      rows,
      isListed: (row) => !dead || isListed(rows, row, dead),
    };
    file.insert(stored);
    const { day } = file;
    const notice: SegmentNotice = {
      projectId,
      signal,
      day,
      segmentId: stored.id,
      records: live,
      minUs,
      maxUs,
      // A copy: the section is a view of the whole segment, which would travel with it.
      parts: new Uint8Array(parts),
    };
    return { request, duplicates, dead, notice, traceId };
  }

  #claim(projectId: string, rows: TraceRows, records: number): Uint8Array | undefined {
    const index = this.#duplicates.get(projectId) ?? new DuplicateIndex();
    // Moving it to the end keeps the map in order of use.
    this.#duplicates.delete(projectId);
    this.#duplicates.set(projectId, index);
    const dead = index.claim(rows, records, this.#stored.of(projectId));
    let known = 0;
    for (const each of this.#duplicates.values()) known += each.spans;
    for (const [idle, each] of this.#duplicates) {
      if (known <= MAX_KNOWN_SPANS || idle === projectId) break;
      this.#duplicates.delete(idle);
      known -= each.spans;
    }
    return dead;
  }

  /** After a failure nothing that was remembered of this transaction holds; the file is opened anew. */
  #undo(projectId: string, file: OpenFile | undefined): void {
    this.#duplicates.get(projectId)?.clear();
    this.#stored.clear();
    if (!file) return;
    try {
      file.rollback();
    } catch {
      // The connection is beyond use; closing it below undoes the transaction as well.
    }
    this.files.release(file);
  }

  #report(
    projectId: string,
    { signal }: PreparedSegment,
    pending: readonly Pending[],
    round: CommitRound,
  ): void {
    let records = 0;
    let traceId: string | null = null;
    for (const { request, duplicates, dead, notice, traceId: one } of pending) {
      round.appended.push({ id: request.id, duplicates, ...(dead && { dead }) });
      if (!notice) continue;
      round.segments.push(notice);
      records += notice.records;
      traceId ??= one;
    }
    if (records > 0) round.commits.push({ projectId, signal, records, traceId });
  }
}

interface Prepared {
  readonly body: ReturnType<typeof unpackBody>;
  readonly rows: TraceRows;
}

/** Requests for one file in order of arrival, split where a transaction would grow too large. */
function groupByFile(requests: readonly AppendRequest[]): AppendRequest[][] {
  const groups: AppendRequest[][] = [];
  const open = new Map<string, { list: AppendRequest[]; bytes: number }>();
  for (const request of requests) {
    const key = `${request.projectId}/${request.segment.signal}`;
    const bytes = request.segment.parts['body']?.byteLength ?? 0;
    let group = open.get(key);
    if (!group || group.bytes + bytes > MAX_TRANSACTION_BYTES) {
      group = { list: [], bytes: 0 };
      groups.push(group.list);
      open.set(key, group);
    }
    group.list.push(request);
    group.bytes += bytes;
  }
  return groups;
}

function failure(id: number, error: unknown): WriterFailure {
  if (error instanceof AppError) return { id, code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { id, code: 'internal', message };
}

function countDead(dead: Uint8Array | undefined, records: number): number {
  let count = 0;
  if (dead) for (let i = 0; i < records; i++) if (isDead(dead, i)) count++;
  return count;
}

/** Per request: what the segment lost when it was built, and what turned out to be stored. */
function countDuplicates(
  { records, requestOf, innerDuplicates }: PreparedSegment,
  dead: Uint8Array | undefined,
): AppendResult['duplicates'] {
  const counts = [...(innerDuplicates ?? [])];
  for (let i = 0; i < records; i++) {
    const request = requestOf[i]!;
    while (counts.length <= request) counts.push(0);
    if (dead && isDead(dead, i)) counts[request]!++;
  }
  return counts;
}

function isListed(rows: TraceRows, row: number, dead: Uint8Array): boolean {
  const end = rows.first[row]! + rows.count[row]!;
  for (let i = rows.first[row]!; i < end; i++) if (!isDead(dead, i)) return true;
  return false;
}
