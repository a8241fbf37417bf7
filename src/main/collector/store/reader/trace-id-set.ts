import { TraceHash } from './trace-hash.ts';
import { idWord } from './trace-id.ts';

/** A set of trace ids; 16 bytes each and a few for the table. */
export class TraceIdSet {
  private ids = new Uint32Array(4 * 64);
  private readonly hash = new TraceHash();
  size = 0;

  /** The set of the ids in these bytes, 16 each. */
  static from(bytes: Uint8Array): TraceIdSet {
    const set = new TraceIdSet();
    for (let at = 0; at < bytes.length; at += 16) set.add(bytes, at);
    return set;
  }

  /** Whether it holds the id at an offset. */
  has(bytes: Uint8Array, at: number): boolean {
    return this.numberOf(bytes, at) >= 0;
  }

  /** Whether it holds any of the first `count` ids in these bytes. */
  hasAny(bytes: Uint8Array, count: number): boolean {
    for (let i = 0; i < count; i++) if (this.has(bytes, i * 16)) return true;
    return false;
  }

  /** Adds the id at an offset and returns its number: ids are numbered from 0 as they came. */
  add(bytes: Uint8Array, at: number): number {
    const known = this.numberOf(bytes, at);
    if (known >= 0) return known;
    const end = this.size * 4;
    if (end === this.ids.length) {
      const grown = new Uint32Array(end * 2);
      grown.set(this.ids);
      this.ids = grown;
    }
    for (let word = 0; word < 4; word++) this.ids[end + word] = idWord(bytes, at + word * 4);
    this.hash.add(this.ids, this.size, this.size + 1);
    return this.size++;
  }

  /** The number that {@link add} gave the id at an offset; -1 where it holds none. */
  numberOf(bytes: Uint8Array, at: number): number {
    return this.hash.find(
      this.ids,
      idWord(bytes, at),
      idWord(bytes, at + 4),
      idWord(bytes, at + 8),
      idWord(bytes, at + 12),
    );
  }

  /** All ids, 16 bytes each. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.size * 16);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < this.size * 4; i++) view.setUint32(i * 4, this.ids[i]!);
    return bytes;
  }
}
