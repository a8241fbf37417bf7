import { STRING_VALUE } from '../otlp/any-value.ts';
import { encodeField, encodeKeyValue } from './encode-value.ts';
import { keyContext } from './key-context.ts';
import type { KeyAction, TextRedactor } from './text-redactor.ts';

/** What a policy makes of one attribute key. */
export interface KeyInfo {
  /** The key as it is stored and counted: an e-mail address can be a key too. */
  readonly safeKey: string;
  readonly isChanged: boolean;
  readonly hits: readonly { readonly type: string; readonly rule: string }[];
  readonly action: KeyAction;
  /** True when every value must be examined, whatever its bytes. */
  readonly needsWhole: boolean;
  /** True when the key says that a bare number under it is a phone, a card or the like. */
  readonly namesNumber: boolean;
  /** True when the key says anything about its value. */
  readonly hasContext: boolean;
  /** The attribute that one becomes whose value is an IPv4 address, where the key says nothing and all become the same. */
  readonly addressAttribute?: Uint8Array | undefined;
}

/** Of what is no attribute. */
export const NOTHING_KNOWN: KeyInfo = {
  safeKey: '',
  isChanged: false,
  hits: [],
  action: 'examine',
  needsWhole: false,
  namesNumber: false,
  hasContext: false,
};

/** Keys held, one for each slot: the one seen last. */
const SLOTS = 4096;
/** Longer keys, in bytes, are not held. */
const MAX_KEY = 256;

interface Slot {
  readonly key: Buffer;
  readonly place: number;
  readonly info: KeyInfo;
}

/** Keys of one policy seen before; a sender who makes up new ones does not fill the memory. */
export class KeyInfos {
  private readonly redactor: TextRedactor;
  private readonly slots: (Slot | undefined)[] = Array.from({ length: SLOTS });

  constructor(redactor: TextRedactor) {
    this.redactor = redactor;
  }

  /** Of the key at these bytes; `isNested` inside a kvlist. */
  find(bytes: Buffer, start: number, end: number, isResource: boolean, isNested: boolean): KeyInfo {
    const place = isResource ? 1 : isNested ? 2 : 0;
    let hash = place;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const index = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const slot = this.slots[index];
    if (slot !== undefined && slot.place === place && isSame(slot.key, bytes, start, end)) {
      return slot.info;
    }
    const info = this.make(bytes, start, end, isResource, isNested);
    if (end - start <= MAX_KEY)
      this.slots[index] = { key: Buffer.from(bytes.subarray(start, end)), place, info };
    return info;
  }

  private make(
    bytes: Buffer,
    start: number,
    end: number,
    isResource: boolean,
    isNested: boolean,
  ): KeyInfo {
    const key = bytes.toString('utf8', start, end);
    const action = this.redactor.keyAction(key, isResource, isNested);
    // A key is a name: only its text is examined, not what a value of that name would be.
    const { text, hits } =
      action === 'examine' ? this.redactor.redactSafely(key, '', true) : { text: key, hits: [] };
    const { words, secret, namesNumber } = keyContext(key);
    const hasContext = words.size > 0 || secret !== '';
    const { address } = this.redactor;
    return {
      safeKey: text,
      isChanged: text !== key,
      hits: hits.map(({ type, rule }) => ({ type, rule })),
      action,
      needsWhole: this.redactor.needsWhole(key),
      namesNumber,
      hasContext,
      addressAttribute:
        hasContext || address === undefined
          ? undefined
          : encodeKeyValue(
              bytes.subarray(start, end),
              encodeField(STRING_VALUE, Buffer.from(address)),
            ),
    };
  }
}

function isSame(key: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let at = 0; at < key.length; at++) if (key[at] !== bytes[start + at]) return false;
  return true;
}
