import { hashBytes } from './attribute-hash.ts';

/** A resource or scope that was read before: its record, and the hashes of its attributes. */
export interface KnownContext<R> {
  readonly record: R;
  readonly attributeHashes: readonly number[];
}

interface Slot<R> extends KnownContext<R> {
  readonly hash: number;
  readonly body: Buffer;
}

/** A power of two: more services than this rarely send to one collector at a time. */
const SLOTS = 64;
/** A larger body is not worth its memory. */
const MAX_BODY_BYTES = 8 * 1024;

/**
 * Resources (or scopes) read last, by their bytes: a service sends the same one with every request.
 *
 * A fixed number of slots, each holding the last body that fell on it, so it cannot grow.
 */
export class ContextCache<R extends { readonly schemaUrl: string }> {
  private readonly slots: (Slot<R> | undefined)[] = Array.from({ length: SLOTS }, () => undefined);

  /** What was made of exactly this body under this schema URL. */
  find(body: Buffer, schemaUrl: string): KnownContext<R> | undefined {
    if (body.length > MAX_BODY_BYTES) return undefined;
    const hash = hashOf(body);
    const slot = this.slots[hash & (SLOTS - 1)];
    if (slot === undefined || slot.hash !== hash || slot.record.schemaUrl !== schemaUrl) {
      return undefined;
    }
    return slot.body.equals(body) ? slot : undefined;
  }

  /** Remembers a record; `body` must stay as it is. */
  keep(body: Buffer, record: R, attributeHashes: readonly number[]): void {
    if (body.length > MAX_BODY_BYTES) return;
    const hash = hashOf(body);
    this.slots[hash & (SLOTS - 1)] = { hash, body, record, attributeHashes };
  }
}

function hashOf(body: Buffer): number {
  return hashBytes(body, 0, body.length, 0);
}
