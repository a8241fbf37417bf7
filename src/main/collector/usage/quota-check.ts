import type { Signal } from '../otlp/types.ts';
import type { SenderAccount } from './account.ts';
import { levelOf, RANK, type Holder, type LimitLevel } from './holder.ts';
import type { LimitBook, Quota } from './limits.ts';
import {
  bytesUsedUp,
  limitNear,
  spansUsedUp,
  tooFast,
  type LimitOwner,
  type QuotaRefusal,
} from './refusals.ts';

/** A limit that is used up further than was said before, or no longer. */
export interface LevelChange {
  readonly projectId: string;
  /** Null: the limit is the project's own. */
  readonly keyId: string | null;
  readonly quota: Quota;
  readonly level: LimitLevel;
  /** Spans today, or bytes kept; 0 for requests a second. */
  readonly used: number;
  readonly limit: number;
}

export type LevelListener = (change: LevelChange) => void;

/** Compares what is used with what may be, for a sender and its project alike. */
export class QuotaCheck {
  readonly #limits: LimitBook;
  readonly #onLevel: LevelListener;

  constructor(limits: LimitBook, onLevel: LevelListener) {
    this.#limits = limits;
    this.#onLevel = onLevel;
  }

  /** Why a request comes too early after the others. */
  rate(sender: SenderAccount, nowMs: number): QuotaRefusal | undefined {
    for (const [owner, id, holder] of owners(sender)) {
      const limit = this.#limits.of(id).requestsPerSecond;
      if (limit === null) continue;
      const waitMs = holder.bucket.waitMs(limit, nowMs);
      if (waitMs === 0) continue;
      holder.tooFast++;
      this.#say(sender, owner, holder, 'requestsPerSecond', 'reached', 0, limit);
      return tooFast(owner, limit, waitMs);
    }
    return undefined;
  }

  /** Counts a request that was let in. */
  pass(sender: SenderAccount): void {
    for (const [, id, holder] of owners(sender)) {
      if (this.#limits.of(id).requestsPerSecond !== null) holder.bucket.take();
    }
  }

  /**
   * Why there is no room for a request of a signal: spans of the day, bytes kept.
   *
   * @param ignoreReserved for who sends one after the other and waits: only what is stored counts
   */
  room(
    sender: SenderAccount,
    signal: Signal,
    nowMs: number,
    ignoreReserved = false,
  ): QuotaRefusal | undefined {
    const { project } = sender;
    const { bytes } = this.#limits.of(project.id);
    if (bytes !== null) {
      if (project.bytes >= bytes) return bytesUsedUp(bytes);
      if (!ignoreReserved && project.bytes + project.reservedBytes >= bytes) {
        return limitNear('project', bytes, 'bytes');
      }
    }
    if (signal !== 'traces') return undefined;
    for (const [owner, id, holder] of owners(sender)) {
      const limit = this.#limits.of(id).spansPerDay;
      if (limit === null) continue;
      if (holder.spans >= limit) return spansUsedUp(owner, limit, holder.day, nowMs);
      if (!ignoreReserved && holder.spans + holder.reserved >= limit) {
        return limitNear(owner, limit, 'spans a day');
      }
    }
    return undefined;
  }

  /** Says which limits are used up further than before; called whenever something was stored. */
  watch(sender: SenderAccount): void {
    const { project } = sender;
    for (const [owner, id, holder] of owners(sender)) {
      const { spansPerDay, bytes } = this.#limits.of(id);
      if (spansPerDay !== null) {
        const level = levelOf(holder.spans, spansPerDay);
        this.#say(sender, owner, holder, 'spansPerDay', level, holder.spans, spansPerDay);
      }
      if (bytes !== null && owner === 'project') {
        const level = levelOf(project.bytes, bytes);
        this.#say(sender, owner, holder, 'bytes', level, project.bytes, bytes);
      }
    }
  }

  #say(
    sender: SenderAccount,
    owner: LimitOwner,
    holder: Holder,
    quota: Quota,
    level: LimitLevel,
    used: number,
    limit: number,
  ): void {
    if (holder.said[quota] === level) return;
    // Bytes become fewer now and then; what was said of them today is not said again.
    if (RANK[level] < RANK[holder.said[quota]]) return;
    holder.said[quota] = level;
    const keyId = owner === 'key' ? sender.source : null;
    this.#onLevel({ projectId: sender.project.id, keyId, quota, level, used, limit });
  }
}

/** A sender's own limits and those of its project. */
function owners(sender: SenderAccount): readonly (readonly [LimitOwner, string, Holder])[] {
  const { project } = sender;
  return [
    ['project', project.id, project.holder],
    ['key', sender.source, sender.holder],
  ];
}
