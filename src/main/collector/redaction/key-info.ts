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
}

const MAX_KEYS = 4096;

/** Keys of one policy seen before; a sender who makes up new ones does not fill the memory. */
export class KeyInfos {
  private readonly redactor: TextRedactor;
  private readonly known = new Map<string, KeyInfo>();

  constructor(redactor: TextRedactor) {
    this.redactor = redactor;
  }

  /** Of the key at these bytes; `isNested` inside a kvlist. */
  find(bytes: Buffer, start: number, end: number, isResource: boolean, isNested: boolean): KeyInfo {
    const id = `${isResource ? 'r' : isNested ? 'n' : 'a'}${bytes.toString('latin1', start, end)}`;
    const seen = this.known.get(id);
    if (seen !== undefined) return seen;
    const key = bytes.toString('utf8', start, end);
    const action = this.redactor.keyAction(key, isResource, isNested);
    // A key is a name: only its text is examined, not what a value of that name would be.
    const { text, hits } =
      action === 'examine' ? this.redactor.redactSafely(key, '', true) : { text: key, hits: [] };
    const info = {
      safeKey: text,
      isChanged: text !== key,
      hits: hits.map(({ type, rule }) => ({ type, rule })),
      action,
      needsWhole: this.redactor.needsWhole(key),
    };
    if (this.known.size >= MAX_KEYS) this.known.clear();
    this.known.set(id, info);
    return info;
  }
}
