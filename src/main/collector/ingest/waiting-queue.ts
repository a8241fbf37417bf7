import type { ContentCoding } from './types.ts';

/** What the queue looks at of a request. */
export interface Queued {
  readonly projectId: string;
  /** Bytes of its body as it came. */
  readonly size: number;
  readonly coding: ContentCoding;
}

/** The requests of one project, the oldest first. */
interface Line<T> {
  readonly projectId: string;
  items: T[];
  /** Bytes of their bodies, as they came. */
  plain: number;
  compressed: number;
  /** Items taken while a batch is put together. */
  taken: number;
}

/** Telemetry is compressed to a fifth or less by gzip; a body that is counted too low makes its job longer. */
const INFLATION = 5;
/** No telemetry of distinct spans is packed this tightly; what is, is counted as what it was found to unpack to. */
const BOMB_INFLATION = 50;
/** Smaller ones are no burden however they are packed, bytes. */
const BOMB_BYTES = 1024 * 1024;
/** Of one project whose bodies unpack to so much, this may wait: a few seconds of work; bytes once unpacked. */
const MAX_BOMB_BYTES = 128 * 1024 * 1024;

/**
 * Requests that wait for a decode thread, taken from the projects in turns: nobody waits behind all that somebody
 * else has sent.
 *
 * What a compressed body costs shows only when it is unpacked. A project whose bodies turn out to be bombs, 5 kB for
 * 60 MB, has those that still wait counted so, and few of them may.
 */
export class WaitingQueue<T extends Queued> {
  #lines: Line<T>[] = [];
  readonly #byProject = new Map<string, Line<T>>();
  /** Of projects whose last compressed bodies were bombs: bytes unpacked for one that was sent. */
  readonly #bombs = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** Bytes of all that waits once unpacked, estimated: what decoding it costs. */
  get bytes(): number {
    return this.#lines.reduce((sum, line) => sum + this.#weightOf(line), 0);
  }

  /** Whether a project has so many bombs waiting that nothing compressed of it is taken. */
  isFull(projectId: string, coding: ContentCoding): boolean {
    if (coding === 'identity' || !this.#bombs.has(projectId)) return false;
    const line = this.#byProject.get(projectId);
    return line !== undefined && this.#weightOf(line) > MAX_BOMB_BYTES;
  }

  push(item: T): void {
    const line = this.#lineOf(item.projectId);
    line.items.push(item);
    count(line, item, 1);
  }

  /** Takes back what a job did not come to; it goes before what came later. */
  putBack(items: readonly T[]): void {
    const later = new Map<Line<T>, readonly T[]>();
    for (const item of items) {
      const line = this.#lineOf(item.projectId);
      if (!later.has(line)) later.set(line, line.items.splice(0));
      line.items.push(item);
      count(line, item, 1);
    }
    for (const [line, rest] of later) line.items = line.items.concat(rest);
  }

  /** The oldest requests, one of each project in turn, up to so many and so many bytes once unpacked; one at least. */
  take(maxRequests: number, maxBytes: number): T[] {
    const batch: T[] = [];
    let bytes = 0;
    let turn = 0;
    let passed = 0;
    while (passed < this.#lines.length && batch.length < maxRequests) {
      const line = this.#lines[turn]!;
      const next = line.items[line.taken];
      if (next === undefined) passed++;
      else {
        const weight = this.#weight(next);
        if (batch.length > 0 && bytes + weight > maxBytes) break;
        passed = 0;
        bytes += weight;
        line.taken++;
        count(line, next, -1);
        batch.push(next);
      }
      turn = (turn + 1) % this.#lines.length;
    }
    this.#cut(turn);
    return batch;
  }

  /**
   * Learns what bodies of a project unpacked to.
   *
   * @returns those that may not wait any more
   */
  learn({ projectId, coding, size }: Queued, inflated: number): readonly T[] {
    if (coding === 'identity') return [];
    if (inflated < BOMB_BYTES || inflated < size * BOMB_INFLATION) {
      if (this.#bombs.size > 0) this.#bombs.delete(projectId);
      return [];
    }
    this.#bombs.set(projectId, inflated / size);
    const line = this.#byProject.get(projectId);
    if (line === undefined) return [];
    const excess: T[] = [];
    let bytes = 0;
    line.items = line.items.filter((item) => {
      bytes += this.#weight(item);
      const stays = item.coding === 'identity' || bytes <= MAX_BOMB_BYTES;
      if (stays) return true;
      excess.push(item);
      count(line, item, -1);
      return false;
    });
    if (line.items.length === 0) this.#cut(0);
    return excess;
  }

  #weightOf({ projectId, plain, compressed }: Line<T>): number {
    return plain + compressed * (this.#bombs.get(projectId) ?? INFLATION);
  }

  #weight({ projectId, size, coding }: T): number {
    return coding === 'identity' ? size : size * (this.#bombs.get(projectId) ?? INFLATION);
  }

  #lineOf(projectId: string): Line<T> {
    let line = this.#byProject.get(projectId);
    if (line === undefined) {
      line = { projectId, items: [], plain: 0, compressed: 0, taken: 0 };
      this.#byProject.set(projectId, line);
      this.#lines.push(line);
    }
    return line;
  }

  /** Lets go of what was taken; the project whose turn it is comes first the next time. */
  #cut(turn: number): void {
    const inTurn = [...this.#lines.slice(turn), ...this.#lines.slice(0, turn)];
    for (const line of inTurn) {
      if (line.taken === line.items.length) {
        line.items = [];
        this.#byProject.delete(line.projectId);
      } else if (line.taken > 0) line.items.splice(0, line.taken);
      line.taken = 0;
    }
    this.#lines = inTurn.filter(({ items }) => items.length > 0);
  }
}

function count<T>(line: Line<T>, { coding, size }: Queued, sign: 1 | -1): void {
  if (coding === 'identity') line.plain += sign * size;
  else line.compressed += sign * size;
}
