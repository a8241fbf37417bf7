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
  /** By project, with how many spans arrived; several that nobody took meanwhile are one. */
  readonly #arrivals = new EventPublisher<Record<string, number>>({ maxBufferedEvents: 1 });
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
    return this.#publisher.subscribe('event', { signal: this.#until(signal) });
  }

  /** Tells that spans of a project were stored, a few times a second at most. */
  arrivals(projectId: string, signal: AbortSignal | undefined): AsyncIterableIterator<number> {
    return this.#arrivals.subscribe(projectId, { signal: this.#until(signal) });
  }

  /** Calls `listener` when anything was changed by anybody; returns how to stop. */
  onChange(listener: () => void): () => void {
    return this.#publisher.subscribe('event', ({ type }) => {
      if (type === 'changed') listener();
    });
  }

  /** Ends every subscription. */
  close(): void {
    clearTimeout(this.#timer);
    this.#closed.abort();
  }

  #until(signal: AbortSignal | undefined): AbortSignal {
    const end = this.#closed.signal;
    return signal === undefined ? end : AbortSignal.any([signal, end]);
  }

  #flush(): void {
    this.#timer = undefined;
    for (const [projectId, { spans, traceId }] of this.#stored) {
      this.publish({ type: 'stored', projectId, spans, traceId });
      this.#arrivals.publish(projectId, spans);
    }
    this.#stored.clear();
  }
}
