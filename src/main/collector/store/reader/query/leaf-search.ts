import type { DataFiles } from '../data-files.ts';
import type { SegmentFilters } from '../segment-filters.ts';
import { isAboutKin } from './kin-condition.ts';
import { KinScan } from './kin-scan.ts';
import type { LeafFindings } from './leaf-progress.ts';
import { type ScanQuery, SpanScan } from './span-scan.ts';

/** Finds the traces with spans that meet conditions, be these about single spans or about those above them too. */
export class LeafSearch {
  readonly #spans: SpanScan;
  readonly #kin: KinScan;

  constructor(files: DataFiles, filters: SegmentFilters) {
    this.#spans = new SpanScan(files, filters);
    this.#kin = new KinScan(files, this.#spans);
  }

  /**
   * The traces of each leaf. Damaged segments are left out.
   *
   * Throws AppError `invalid` for a pattern that cannot be read, `unavailable` once the signal is given.
   */
  async find(query: ScanQuery): Promise<LeafFindings[]> {
    const { leaves } = query;
    const alone = leaves.filter(({ condition }) => !isAboutKin(condition));
    const found = alone.length === 0 ? [] : await this.#spans.find({ ...query, leaves: alone });
    const all: LeafFindings[] = [];
    for (const leaf of leaves) {
      all.push(isAboutKin(leaf.condition) ? await this.#kin.find(leaf, query) : found.shift()!);
    }
    return all;
  }

  /** Forgets what was found; it is scanned for again when asked. */
  clear(): void {
    this.#spans.clear();
    this.#kin.clear();
  }
}
