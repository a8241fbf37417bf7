import type { Signal } from '../../otlp/types.ts';
import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import { Rewriter, type RewriteListener } from '../../visibility/rewriter.ts';
import type { ContextEntry } from '../segment/context.ts';

/** Most keys told of one batch. */
const MAX_SEEN = 200;

const KINDS = { traces: 'span', logs: 'log', metrics: 'metric' } as const;

/** Records as one viewer may see them, with the keys of what others may not. */
export class ShownRecords {
  readonly #rewriter: Rewriter;
  readonly #entries = new WeakMap<ContextEntry, ContextEntry>();
  readonly #seen = new Set<string>();

  constructor(hidden: HiddenAttributes, listener: Pick<RewriteListener, 'hidden'> = {}) {
    this.#rewriter = new Rewriter(hidden, {
      ...listener,
      seen: (_place, key) => {
        if (this.#seen.size < MAX_SEEN) this.#seen.add(key);
      },
    });
  }

  record(signal: Signal, bytes: Uint8Array): Uint8Array {
    return this.#rewriter.rewrite(KINDS[signal], bytes);
  }

  /** A resource or scope; the same object for the same one, as those of a batch are packed once. */
  entry(kind: 'resource' | 'scope', entry: ContextEntry): ContextEntry {
    let shown = this.#entries.get(entry);
    if (shown === undefined) {
      shown = { ...entry, bytes: this.#rewriter.rewrite(kind, entry.bytes) };
      this.#entries.set(entry, shown);
    }
    return shown;
  }

  /** Keys met since the last time. */
  takeSeen(): string[] {
    const seen = [...this.#seen];
    this.#seen.clear();
    return seen;
  }
}

/** Undefined where nothing is to be taken out: records then go as they are. */
export function shownTo(hidden: HiddenAttributes | null | undefined): ShownRecords | undefined {
  return hidden ? new ShownRecords(hidden) : undefined;
}
