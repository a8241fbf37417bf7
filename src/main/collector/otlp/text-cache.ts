import { utf8End } from './utf8.ts';

/** Texts up to this many bytes are looked up before they are decoded. */
const MAX_CACHED_BYTES = 64;
const SLOTS = 4096;

/**
 * Decodes UTF-8, keeping short ASCII texts: names of spans, services and models repeat in every request, and comparing
 * is several times cheaper than decoding.
 *
 * A fixed number of slots, each holding the last text that fell on it, so it cannot grow.
 */
export class TextCache {
  private readonly slots: string[] = Array.from({ length: SLOTS }, () => '');

  /**
   * The text of a range; at most `maxBytes` of it are decoded, cut between two characters.
   *
   * `hash` is any 32-bit hash that depends on nothing but the caller and the bytes.
   */
  decode(buffer: Buffer, start: number, end: number, hash: number, maxBytes: number): string {
    const length = end - start;
    if (length > MAX_CACHED_BYTES) {
      return buffer.toString('utf8', start, utf8End(buffer, start, end, maxBytes));
    }
    if (length === 0) return '';
    const slot = hash & (SLOTS - 1);
    const cached = this.slots[slot]!;
    if (cached.length === length && matches(cached, buffer, start)) return cached;
    const text = buffer.toString('utf8', start, end);
    // Where lengths agree every byte was one ASCII character, or an invalid one that cannot match later.
    if (text.length === length) this.slots[slot] = text;
    return text;
  }
}

function matches(text: string, buffer: Buffer, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== buffer[start + index]) return false;
  }
  return true;
}
