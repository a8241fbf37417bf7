import { EventPublisher } from '@orpc/server';
import type { CollectorEvent } from '../../../shared/contract/collector.ts';

/** A slow listener keeps at most this many events; older ones are dropped, as each event stands for itself. */
const MAX_BUFFERED = 64;
/** At most one `stored` event a project in this time, ms. */
const STORED_INTERVAL_MS = 250;

interface PendingStored {
  spans: number;
  traceId: string | null;
}

/** Fans out what happens in the collector to every open window and console. */
export class CollectorEvents {
  readonly #publisher = new EventPublisher<{ event: CollectorEvent }>({
    maxBufferedEvents: MAX_BUFFERED,
  });
  readonly #stored = new Map<string, PendingStored>();
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** Whether any window is open. */
  get hasListeners(): boolean {
    return this.#publisher.size > 0;
  }

  publish(event: CollectorEvent): void {
    this.#publisher.publish('event', event);
  }

  /** Counts newly stored spans of a project; told to listeners a few times a second. */
  stored(projectId: string, spans: number, traceId: string | null): void {
    const pending = this.#stored.get(projectId);
    if (pending === undefined) this.#stored.set(projectId, { spans, traceId });
    else {
      pending.spans += spans;
      pending.traceId = traceId ?? pending.traceId;
    }
    this.#timer ??= setTimeout(() => this.#flush(), STORED_INTERVAL_MS);
  }

  subscribe(signal: AbortSignal | undefined): AsyncIterableIterator<CollectorEvent> {
    const end = this.#closed.signal;
    return this.#publisher.subscribe('event', {
      signal: signal === undefined ? end : AbortSignal.any([signal, end]),
    });
  }

  /** Ends every subscription. */
  close(): void {
    clearTimeout(this.#timer);
    this.#closed.abort();
  }

  #flush(): void {
    this.#timer = undefined;
    for (const [projectId, { spans, traceId }] of this.#stored) {
      this.publish({ type: 'stored', projectId, spans, traceId });
    }
    this.#stored.clear();
  }
}
