import { TOKEN_FORMATS } from './secret-tokens.ts';

/** Bytes of a prefix in the table, the length among them; see `PREFIXES` in `wasm/redaction/layout.ts`. */
const PREFIX_SIZE = 16;
const MAX_PREFIXES = 512;
/** In the length: another prefix of the same slot follows. */
const MORE = 0x80;
const JOINTS = '_-.$';
/** Slots of one joint: five bits of each of the two characters before it. */
const SLOTS_OF_JOINT = 1 << 10;

/**
 * The prefixes of tokens by their last three characters, as `wasm/redaction/joints.ts` looks them up: of each slot the
 * number of its first prefix, from 1 on, and the prefixes, those of a slot one after the other.
 *
 * @throws Error for prefixes that do not fit
 */
export function prefixTable(): { slots: Uint16Array; prefixes: Uint8Array } {
  const bySlot = new Map<number, string[]>();
  for (const prefix of new Set(TOKEN_FORMATS.map((format) => format.prefix))) {
    if (!JOINTS.includes(prefix.at(-1)!)) continue;
    const slot = slotOf(prefix);
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), prefix]);
  }
  const slots = new Uint16Array(JOINTS.length * SLOTS_OF_JOINT);
  const prefixes = Buffer.alloc((MAX_PREFIXES + 1) * PREFIX_SIZE);
  let count = 0;
  for (const [slot, found] of bySlot) {
    slots[slot] = count + 1;
    for (const [index, prefix] of found.entries()) {
      if (count === MAX_PREFIXES || prefix.length >= PREFIX_SIZE) {
        throw new Error('Too many prefixes of tokens for the filter, or too long ones.');
      }
      prefixes[count * PREFIX_SIZE] = prefix.length | (index + 1 < found.length ? MORE : 0);
      prefixes.write(prefix, count * PREFIX_SIZE + 1, 'latin1');
      count++;
    }
  }
  return { slots, prefixes };
}

/** Of two characters as `endsPrefix` sees it: after a space. */
function slotOf(prefix: string): number {
  const [third, second, joint] = Buffer.from(prefix.padStart(3).slice(-3), 'latin1');
  return ((joint! & 3) << 10) | ((third! & 31) << 5) | (second! & 31);
}
