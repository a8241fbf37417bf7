import { TraceIdSet } from '../trace-id-set.ts';

/** Bytes a trace id takes in a set, its place in the table included. */
const ID_BYTES = 32;

/** The traces with spans that meet a condition. */
export interface LeafFindings {
  /** Trace ids, 16 bytes each. */
  readonly ids: Uint8Array<ArrayBuffer>;
  /** Such spans of each trace; absent where one is as good as many. */
  readonly counts?: Uint32Array<ArrayBuffer>;
}

/** How far a condition has been tested: segments never change, so only newer ones are left to do. */
export class LeafProgress {
  /** Segments that end before this were passed over, microseconds. */
  readonly fromUs: number;
  /** The scan under way: the next one of the same condition follows it. */
  turn: Promise<void> = Promise.resolve();
  /** Newest tested segment by file. */
  readonly #tested = new Map<string, number>();
  #found = new TraceIdSet();
  #counts: Uint32Array<ArrayBuffer> | undefined;

  constructor(fromUs: number, isCounted: boolean) {
    this.fromUs = fromUs;
    this.#counts = isCounted ? new Uint32Array(64) : undefined;
  }

  get isCounted(): boolean {
    return this.#counts !== undefined;
  }

  /** Memory, roughly. */
  get bytes(): number {
    return this.#found.size * ID_BYTES + (this.#counts?.byteLength ?? 0);
  }

  /** Starts over if a file it knows is gone or another one now: what was found in it may have changed. */
  keepTo(paths: ReadonlySet<string>): void {
    if ([...this.#tested.keys()].every((path) => paths.has(path))) return;
    this.#tested.clear();
    this.#found = new TraceIdSet();
    this.#counts = this.#counts && new Uint32Array(64);
  }

  /** Newest segment of a file that was tested; 0 for none. */
  testedOf(path: string): number {
    return this.#tested.get(path) ?? 0;
  }

  setTested(path: string, segmentId: number): void {
    this.#tested.set(path, segmentId);
  }

  /** Takes note of spans of the trace whose id is at an offset. */
  add(ids: Uint8Array, at: number, spans: number): void {
    const number = this.#found.add(ids, at);
    if (this.#counts === undefined) return;
    if (number >= this.#counts.length) {
      const grown = new Uint32Array(this.#counts.length * 2);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#counts[number]! += spans;
  }

  /** A copy of what was found so far. */
  findings(): LeafFindings {
    const ids = this.#found.toBytes();
    return this.#counts === undefined
      ? { ids }
      : { ids, counts: this.#counts.slice(0, this.#found.size) };
  }
}
