import zlib from 'node:zlib';
import type { FilePlace } from './types.ts';

/** Records packed together, bytes. */
const BLOCK_BYTES = 1024 * 1024;
/** All that is held, packed, bytes: some gigabytes of JSON, which packs to a tenth and less. */
const MAX_PACKED_BYTES = 256 * 1024 * 1024;

/** A record of a file, as it was read. */
export interface HeldRecord {
  readonly bytes: Uint8Array;
  readonly place: FilePlace;
}

interface Block {
  readonly packed: Uint8Array;
  /** Of each record its length in bytes, its line and its offset in the file. */
  readonly places: Float64Array;
}

/** Records that cannot be made anything of before what comes after them is known; packed in memory, never on a disk. */
export class HeldRecords {
  readonly #blocks: Block[] = [];
  #open: HeldRecord[] = [];
  #openBytes = 0;
  #packedBytes = 0;

  /** False where there is no more room. */
  add(record: HeldRecord): boolean {
    if (this.#packedBytes + this.#openBytes > MAX_PACKED_BYTES) return false;
    this.#open.push(record);
    this.#openBytes += record.bytes.length;
    if (this.#openBytes >= BLOCK_BYTES) this.#pack();
    return true;
  }

  /** Everything that is held, in order, some of it at a time; it is forgotten as it is given out. */
  *take(): Generator<readonly HeldRecord[]> {
    for (let block = this.#blocks.shift(); block !== undefined; block = this.#blocks.shift()) {
      yield unpack(block);
    }
    yield this.#open.splice(0);
    this.#openBytes = 0;
    this.#packedBytes = 0;
  }

  #pack(): void {
    const bytes = Buffer.concat(this.#open.map((record) => record.bytes));
    // The level that is fastest by far and still finds what the records have in common.
    const packed = zlib.deflateRawSync(bytes, { level: 1 });
    const places = Float64Array.from(
      this.#open.flatMap(({ bytes: { length }, place: { line = 0, byte = 0 } }) => [
        length,
        line,
        byte,
      ]),
    );
    this.#blocks.push({ packed, places });
    this.#packedBytes += packed.length + places.byteLength;
    this.#open = [];
    this.#openBytes = 0;
  }
}

function unpack({ packed, places }: Block): HeldRecord[] {
  const bytes = zlib.inflateRawSync(packed);
  const records: HeldRecord[] = [];
  let at = 0;
  for (let of = 0; of < places.length; of += 3) {
    const end = at + places[of]!;
    const place = { line: places[of + 1]!, byte: places[of + 2]! };
    records.push({ bytes: bytes.subarray(at, end), place });
    at = end;
  }
  return records;
}
