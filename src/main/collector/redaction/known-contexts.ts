import type { RedactMessage } from '../otlp/types.ts';
import type { Finding } from './record-findings.ts';
import type { Origin } from './resource-origin.ts';

type Kind = Parameters<RedactMessage>[0];

/** What a policy made of a resource, a scope or a schema's address. */
export interface KnownContext {
  /** What it became; `undefined` where it stays. */
  readonly rewritten: Uint8Array | undefined;
  readonly findings: readonly Finding[];
  /** Of a resource, once somebody asked for it. */
  origin: Origin | undefined;
}

interface Slot {
  readonly kind: Kind;
  readonly body: Buffer;
  readonly context: KnownContext;
}

/** A power of two: more services than this rarely send to one collector at a time. */
const SLOTS = 128;
/** A larger body is not worth its memory. */
const MAX_BODY_BYTES = 4 * 1024;
/** Bytes of a body by which it is looked for. */
const SAMPLES = 32;

/** Resources and the like that one policy saw last, by their bytes: a service sends the same ones with every request. */
export class KnownContexts {
  private readonly slots: (Slot | undefined)[] = Array.from({ length: SLOTS });

  find(kind: Kind, body: Uint8Array): KnownContext | undefined {
    const slot = this.slots[placeOf(kind, body)];
    if (slot === undefined || slot.kind !== kind || !slot.body.equals(body)) return undefined;
    return slot.context;
  }

  /** Remembers what a body became; the body is copied. */
  keep(kind: Kind, body: Uint8Array, context: KnownContext): void {
    if (body.length > MAX_BODY_BYTES) return;
    this.slots[placeOf(kind, body)] = { kind, body: Buffer.from(body), context };
  }
}

function placeOf(kind: Kind, body: Uint8Array): number {
  let hash = (body.length << 3) + kind.length;
  const step = Math.max(1, Math.floor(body.length / SAMPLES));
  for (let at = 0; at < body.length; at += step) hash = (Math.imul(hash, 31) + body[at]!) | 0;
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
