import type { DataFiles } from './data-files.ts';
import { LruMap } from './lru-map.ts';

/** Segments whose filters are read at a time. */
export const FILTER_BATCH = 64;
/** Bytes of filters kept in memory: those of some eight million spans. */
const FILTER_BYTES = 32 * 1024 * 1024;

/** Filters of the segments of all files, those read before from memory. */
export class SegmentFilters {
  readonly #files: DataFiles;
  readonly #filters = new LruMap<string, [number, Uint8Array][]>(FILTER_BYTES);

  constructor(files: DataFiles) {
    this.#files = files;
  }

  /**
   * Ids and filters of the next segments of a file, at most {@link FILTER_BATCH}: full batches never change, so they
   * are kept.
   */
  after(path: string, afterId: number): [number, Uint8Array][] {
    const reader = this.#files.open(path);
    if (reader === undefined) return [];
    const key = `${path}:${afterId}`;
    const known = this.#filters.get(key);
    if (known !== undefined) return known;
    const batch = reader.filtersAfter(afterId, FILTER_BATCH);
    if (batch.length === FILTER_BATCH) {
      this.#filters.set(
        key,
        batch,
        batch.reduce((bytes, [, filter]) => bytes + filter.length, key.length),
      );
    }
    return batch;
  }
}
