import type { Clock } from '../clock.ts';
import type { Signal } from '../otlp/types.ts';
import { CALL, CALL_WIDTH } from '../store/segment/segment-calls.ts';
import { isDead } from '../store/summarize.ts';
import { ProjectAccount, type SenderAccount } from './account.ts';
import { AT, newCounts, type Counts, type UsageDelta } from './counts.ts';
import { dayNumber } from './day.ts';
import type { KeyLines } from './key-lines.ts';
import type { LimitBook } from './limits.ts';
import { QuotaCheck, type LevelListener } from './quota-check.ts';
import type { QuotaRefusal } from './refusals.ts';

/** Data that comes without a key, and what is imported by people: senders beside the keys. */
export const KEYLESS = 'keyless';
export const IMPORT = 'import';

/** A request while it is on its way. */
export interface Metered {
  readonly sender: SenderAccount;
  readonly signal: Signal;
  /** Of the body as it came. */
  readonly bytes: number;
  readonly reservedSpans: number;
  readonly reservedBytes: number;
}

/** What was stored of a request. */
export interface StoredCounts {
  readonly accepted: number;
  readonly duplicates: number;
  /** Its part of the segment, bytes. */
  readonly stored: number;
}

export interface UsageMeterOptions {
  readonly clock: Clock;
  readonly limits: LimitBook;
  readonly lines: KeyLines;
  /** Spans written down for a day: of one sender, or of a whole project. */
  readonly storedSpans: (projectId: string, day: number, source?: string) => number;
  readonly onLevel: LevelListener;
}

const COUNT_OF: Readonly<Record<Signal, number>> = {
  traces: AT.spans,
  logs: AT.logs,
  metrics: AT.points,
};

/** Counts in memory what is stored, by UTC day, project and sender, and holds requests to the limits. */
export class UsageMeter {
  readonly #options: UsageMeterOptions;
  readonly #projects = new Map<string, ProjectAccount>();
  readonly #quotas: QuotaCheck;
  /** Not written down yet; and what is being written. */
  #waiting: UsageDelta[] = [];
  #writing: readonly UsageDelta[] = [];

  constructor(options: UsageMeterOptions) {
    this.#options = options;
    this.#quotas = new QuotaCheck(options.limits, options.onLevel);
  }

  /** What is known of a sender today. */
  sender(projectId: string, source: string): SenderAccount {
    let project = this.#projects.get(projectId);
    if (project === undefined) {
      project = new ProjectAccount(projectId, this.#options.lines);
      this.#projects.set(projectId, project);
    }
    const sender = project.sender(source);
    this.#turnDay(sender);
    return sender;
  }

  /** Whether a request may be read; asked once a request, before its body. It counts against requests a second. */
  check(projectId: string, source: string, signal: Signal): QuotaRefusal | undefined {
    const sender = this.sender(projectId, source);
    const now = this.#options.clock.now();
    const refused = this.#quotas.rate(sender, now) ?? this.#quotas.room(sender, signal, now);
    if (refused === undefined) this.#quotas.pass(sender);
    else this.#counts(sender)[AT.refused]!++;
    return refused;
  }

  /** Takes a request whose body is there. Once it is answered, {@link end} must be called. */
  begin(
    projectId: string,
    source: string,
    signal: Signal,
    bytes: number,
    isSequential: boolean,
  ): Metered | QuotaRefusal {
    const sender = this.sender(projectId, source);
    const { project } = sender;
    const now = this.#options.clock.now();
    const refused = this.#quotas.room(sender, signal, now, isSequential);
    if (refused !== undefined) {
      this.#counts(sender)[AT.refused]!++;
      return refused;
    }
    const reservedSpans = signal === 'traces' ? project.expectedSpans(bytes) : 0;
    const reservedBytes = project.expectedStored(bytes);
    this.#reserve(sender, reservedSpans, reservedBytes);
    return { sender, signal, bytes, reservedSpans, reservedBytes };
  }

  /** A request was answered; `stored` is absent where nothing of it was kept. */
  end({ sender, signal, bytes, ...reserved }: Metered, stored: StoredCounts | undefined): void {
    const { project, holder } = sender;
    this.#reserve(sender, -reserved.reservedSpans, -reserved.reservedBytes);
    if (stored === undefined) return;
    this.#turnDay(sender);
    const counts = this.#counts(sender);
    counts[AT.requests]!++;
    counts[AT.bytesReceived]! += bytes;
    counts[AT.bytesStored]! += stored.stored;
    counts[COUNT_OF[signal]]! += stored.accepted;
    project.bytes += stored.stored;
    const isTraces = signal === 'traces';
    if (isTraces) {
      holder.spans += stored.accepted;
      project.holder.spans += stored.accepted;
    }
    const spans = isTraces ? stored.accepted + stored.duplicates : undefined;
    project.learn(bytes, spans, stored.stored);
    this.#quotas.watch(sender);
  }

  /**
   * Counts tokens and cost of a segment that was stored.
   *
   * @param calls form of `segmentCalls`
   * @param dead bitmap of spans that were stored before
   * @param metered the request in a row of the job
   */
  countCalls(
    calls: Float64Array,
    dead: Uint8Array | undefined,
    metered: (row: number) => Metered | undefined,
  ): void {
    let turned: SenderAccount | undefined;
    for (let at = 0; at < calls.length; at += CALL_WIDTH) {
      if (isDead(dead, calls[at + CALL.ordinal]!)) continue;
      const sender = metered(calls[at + CALL.request]!)?.sender;
      if (sender === undefined) continue;
      // Mostly all are of one sender, and nothing here takes until another day.
      if (sender !== turned) this.#turnDay(sender);
      turned = sender;
      // A live parent in its own segment is a wrapper already; of a dead one the first copy is what counts.
      const parentAt = calls[at + CALL.parentAt]!;
      if (parentAt < 0 || isDead(dead, parentAt)) this.#countParent(sender, calls, at);
      this.#countCall(sender, calls, at);
    }
  }

  /** What is not written down yet; until {@link written} it counts as being written. */
  takeDeltas(): readonly UsageDelta[] {
    for (const { senders } of this.#projects.values()) {
      for (const sender of senders.values()) sender.delta = undefined;
    }
    this.#writing = this.#waiting;
    this.#waiting = [];
    return this.#writing;
  }

  /** What of a project is not written down. */
  unwritten(projectId: string): readonly UsageDelta[] {
    return [...this.#writing, ...this.#waiting].filter((delta) => delta.projectId === projectId);
  }

  /** Ends a writing; what could not be written is for the next. */
  written(done: boolean): void {
    if (!done) this.#waiting = [...this.#writing, ...this.#waiting];
    this.#writing = [];
  }

  /** Limits of a project or of one of its keys were changed: they hold at once, and what was said of them is forgotten. */
  limitsChanged(projectId: string, keyId: string | null): void {
    const sender = this.sender(projectId, keyId ?? KEYLESS);
    (keyId === null ? sender.project.holder : sender.holder).limitsChanged();
    this.#quotas.watch(sender);
  }

  /** What a project has on disk now. `before` is what {@link bytesOf} said when it was begun to be looked at. */
  setBytes(projectId: string, bytes: number, before: number): void {
    const sender = this.sender(projectId, KEYLESS);
    sender.project.bytes = bytes + Math.max(0, sender.project.bytes - before);
    this.#quotas.watch(sender);
  }

  bytesOf(projectId: string): number {
    return this.#projects.get(projectId)?.bytes ?? 0;
  }

  forgetProject(projectId: string): void {
    this.#projects.delete(projectId);
  }

  #countParent({ project }: SenderAccount, calls: Float64Array, at: number): void {
    const parent = calls[at + CALL.parent]!;
    if (parent === 0) return;
    const counted = project.calls.wrapper(parent);
    if (counted === undefined) return;
    const { source, day } = counted;
    addCall(this.#delta(project.sender(source), day).counts, counted, -1);
  }

  #countCall(sender: SenderAccount, calls: Float64Array, at: number): void {
    const { project, source } = sender;
    const self = calls[at + CALL.self]!;
    if (self === 0) return;
    const call = {
      day: sender.holder.day,
      source,
      inputTokens: calls[at + CALL.inputTokens]!,
      outputTokens: calls[at + CALL.outputTokens]!,
      costUsd: calls[at + CALL.costUsd]!,
    };
    if (project.calls.call(self, call)) addCall(this.#counts(sender), call, 1);
  }

  #reserve(sender: SenderAccount, spans: number, bytes: number): void {
    sender.holder.reserved += spans;
    sender.project.holder.reserved += spans;
    sender.project.reservedBytes += bytes;
  }

  #counts(sender: SenderAccount): Counts {
    sender.delta ??= this.#delta(sender, sender.holder.day);
    return sender.delta.counts;
  }

  /** A new delta that will be written; of the same sender and day there may be several. */
  #delta({ project, source }: SenderAccount, day: number): UsageDelta {
    const delta = { projectId: project.id, source, day, counts: newCounts() };
    this.#waiting.push(delta);
    return delta;
  }

  /** At midnight, and when the clock was set to another day, counting goes on from what that day has. */
  #turnDay(sender: SenderAccount): void {
    const day = dayNumber(this.#options.clock.now());
    const { project, holder, source } = sender;
    if (sender.delta?.day !== day) sender.delta = undefined;
    if (holder.day !== day) holder.turn(day, this.#spansOn(day, project.id, source));
    if (project.holder.day !== day) project.holder.turn(day, this.#spansOn(day, project.id));
  }

  /** Spans that a project stored on a day, or a sender with the keys whose place it took. */
  #spansOn(day: number, projectId: string, source?: string): number {
    const { storedSpans, lines } = this.#options;
    const senders = source === undefined ? [undefined] : lines.membersOf(source);
    let spans = senders.reduce((sum, sender) => sum + storedSpans(projectId, day, sender), 0);
    for (const delta of [...this.#writing, ...this.#waiting]) {
      if (delta.day !== day || delta.projectId !== projectId) continue;
      if (source === undefined || lines.firstOf(delta.source) === lines.firstOf(source)) {
        spans += delta.counts[AT.spans]!;
      }
    }
    return spans;
  }
}

function addCall(
  counts: Counts,
  call: { readonly inputTokens: number; readonly outputTokens: number; readonly costUsd: number },
  sign: 1 | -1,
): void {
  counts[AT.inputTokens]! += sign * call.inputTokens;
  counts[AT.outputTokens]! += sign * call.outputTokens;
  counts[AT.costUsd]! += sign * call.costUsd;
}
