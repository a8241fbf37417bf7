import { constants, PerformanceObserver, type NodeGCPerformanceDetail } from 'node:perf_hooks';

/** Counts how often the heap of this thread is collected as a whole. */
export class Collections {
  count = 0;
  readonly #observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      // The types know `detail` of marks and measures only.
      const { kind } = (entry as unknown as { readonly detail: NodeGCPerformanceDetail }).detail;
      if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) this.count++;
    }
  });

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.#observer.disconnect();
  }
}
