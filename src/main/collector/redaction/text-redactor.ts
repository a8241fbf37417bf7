import { allowCheck, allowsAny, keyMatcher, type AllowCheck } from './allow-list.ts';
import { applyHits, mergeHits } from './apply-hits.ts';
import { compileRule, keywordLists, type RuleFinder } from './custom-rule.ts';
import type { KeywordList } from './keyword-list.ts';
import {
  encodedTexts,
  encodeLike,
  LEAST_ENCODED,
  MAX_UNPACKED,
  mayBeEncoded,
} from './encoded-text.ts';
import { keyContext } from './key-context.ts';
import { PII_TYPES, TYPE_BIT, type Hit } from './pii-type.ts';
import {
  DEFAULT_REPLACEMENT,
  FAILED_MARKER,
  type ActivePolicy,
  type Replacement,
} from './policy.ts';
import { tokenCheck, type TokenCheck } from './own-tokens.ts';
import { replaceValue } from './replace.ts';
import { Scan } from './scan.ts';

/** What is done with an attribute because of its key. */
export type KeyAction = 'examine' | 'drop' | 'allow';

/** What was found in a text, without the values. */
export interface RedactedText {
  /** The text with replacements; the very same one when nothing was found or the mode is `detect`. */
  readonly text: string;
  readonly hits: readonly Hit[];
}

/** {@link RedactedText} of bytes in which something was found. */
export interface FoundInBytes extends RedactedText {
  readonly isChanged: boolean;
}

const NOTHING: Hit[] = [];
const NO_KEY = Buffer.alloc(0);
/** Bytes up to which {@link TextRedactor.redactBytes} examines ASCII without a string. */
const MAX_COPIED = 160;

/** One scanner for a thread: its buffers are large, and it is used for one text at a time. */
let shared: Scan | undefined;

/** Applies one policy to single texts. */
export class TextRedactor {
  readonly policy: ActivePolicy;
  /** What rules of the user's look for; `undefined` where that cannot be told from a text's characters. */
  readonly keywords: readonly KeywordList[] | undefined;
  private readonly scan = (shared ??= new Scan());
  private readonly types: number;
  private readonly rules: readonly RuleFinder[];
  private readonly replacements = new Map<string, Replacement>();
  /** Of those that are the same for every value. */
  private readonly constants = new Map<string, string>();
  /** What any text becomes that is an IPv4 address and nothing else; `undefined` where that depends on which. */
  readonly address: string | undefined;
  private readonly isAllowed: AllowCheck | undefined;
  private readonly isToken: TokenCheck;
  private readonly pseudonymKey: Buffer;
  private readonly isDropped: (key: string) => boolean;
  /** Whether what is in maps is removed by the names that lead to it, joined by dots; `undefined`: nothing is. */
  readonly isPathDropped: ((path: string) => boolean) | undefined;
  private readonly isKept: (key: string) => boolean;
  private readonly isAllowedKey: (key: string) => boolean;

  /**
   * @param rules those of the policy if they are compiled already, in their order
   * @throws AppError `invalid` for a rule that cannot be used
   */
  constructor(policy: ActivePolicy, rules: readonly RuleFinder[] = policy.rules.map(compileRule)) {
    this.policy = policy;
    let types = 0;
    for (const type of PII_TYPES) {
      const replacement = policy.types[type];
      if (replacement === undefined) continue;
      types |= TYPE_BIT[type];
      this.replacements.set(type, replacement);
      if (replacement.kind === 'text' || replacement.kind === 'remove') {
        this.constants.set(type, replaceValue('', type, replacement, NO_KEY));
      }
    }
    this.types = types;
    this.rules = rules;
    for (const rule of policy.rules) {
      this.replacements.set(rule.id, rule.replacement ?? DEFAULT_REPLACEMENT);
    }
    this.keywords = keywordLists(policy.rules);
    this.isAllowed = allowsAny(policy) ? allowCheck(policy) : undefined;
    const isAnyRedacted = this.rules.length === 0 && this.isAllowed === undefined;
    const address = isAnyRedacted ? this.constants.get('IP') : undefined;
    // A template may be an address: what becomes the same again is no change.
    if (address !== undefined && !/^[\d.]+$/.test(address)) this.address = address;
    this.isToken = tokenCheck(policy);
    this.pseudonymKey = Buffer.from(policy.pseudonymKey, 'base64');
    this.isDropped = keyMatcher(policy.dropKeys);
    // One without a dot is a name: `b*` means no log record's `body` with all that is in it.
    const paths = policy.dropKeys.filter((key) => key.includes('.'));
    this.isPathDropped = paths.length === 0 ? undefined : keyMatcher(paths);
    this.isKept = policy.keepOnlyKeys.length === 0 ? () => true : keyMatcher(policy.keepOnlyKeys);
    this.isAllowedKey = keyMatcher(policy.allowKeys);
  }

  /** What the policy says of an attribute key; nested keys are dropped too, but not kept one by one. */
  keyAction(key: string, isResource: boolean, isNested: boolean): KeyAction {
    if (this.isDropped(key)) return 'drop';
    if (!isNested && !this.isKept(key) && !(isResource && /^(?:service|deployment)\./.test(key))) {
      return 'drop';
    }
    return this.isAllowedKey(key) ? 'allow' : 'examine';
  }

  /** True when a value under this key must be examined even if no byte of it is a trigger. */
  needsWhole(key: string): boolean {
    return this.keywords === undefined || keyContext(key).secret !== '';
  }

  /**
   * Finds and replaces; throws whatever a rule or the scanner throws.
   *
   * `always` replaces in mode `detect` too: for what the redaction audit shows. `before` is what stands before the text.
   */
  redact(text: string, key: string, always = false, before = ''): RedactedText {
    const told = before === '' || this.types === 0 ? NOTHING : this.toldHits(before, text);
    return this.redactText(text, key, always, 0, told);
  }

  /** What is found in a text because of what stands before it. */
  private toldHits(before: string, text: string): Hit[] {
    const from = before.length;
    return this.scan
      .find(`${before}${text}"`, '', this.types)
      .filter(({ start, end }) => start >= from && end <= from + text.length)
      .map((hit) => ({ ...hit, start: hit.start - from, end: hit.end - from }));
  }

  private redactText(
    text: string,
    key: string,
    always: boolean,
    unpacked: number,
    told = NOTHING,
  ): RedactedText {
    let found = this.types === 0 ? [] : this.scan.find(text, key, this.types);
    if (unpacked < MAX_UNPACKED && text.length >= LEAST_ENCODED) {
      const packed = this.packedHits(text, key, always, unpacked);
      if (packed.length > 0) found = [...found, ...packed];
    }
    if (told.length > 0) found = [...found, ...told];
    if (this.rules.length > 0) {
      const custom = this.customHits(text).filter((hit) => !this.isToken(text, hit));
      found = [...found, ...custom];
    }
    return this.replaceFound(text, found, always);
  }

  /** Base64 in which something is found, as it is written anew; of the text that was scanned last. */
  private packedHits(text: string, key: string, always: boolean, unpacked: number): Hit[] {
    const starts = this.types === 0 ? [] : [...this.scan.encoded];
    const packed: Hit[] = [];
    for (const { start, end, decoded } of encodedTexts(text, starts)) {
      const { text: redacted, hits } = this.redactText(decoded, key, always, unpacked + 1);
      const [first] = hits;
      if (first === undefined) continue;
      const replaced = { text: encodeLike(redacted, text.slice(start, end)), hits };
      packed.push({ ...first, start, end, unpacked: replaced });
    }
    return packed;
  }

  /**
   * Like {@link redactSafely} of the UTF-8 text at these bytes; `undefined` when nothing is found in it.
   *
   * ASCII, which most is, is examined as it lies there: a string is made of it only when it is to change.
   */
  redactBytes(bytes: Buffer, start: number, end: number, key: string): FoundInBytes | undefined {
    if (end === start) return undefined;
    let found: Hit[] | undefined;
    // Beyond that, making a string is faster than copying byte by byte.
    if (end - start <= MAX_COPIED && this.rules.length === 0) {
      try {
        found =
          this.types === 0 ? NOTHING : this.scan.findBytes(bytes, start, end, key, this.types);
        const mayHide = this.scan.encoded.length > 0 || mayBeEncoded(bytes, start, end);
        if (found?.length === 0 && !mayHide) return undefined;
        if (mayHide) found = undefined;
      } catch {
        // What fails does so again below, where it becomes a marker.
      }
    }
    const before =
      (found === undefined ? undefined : this.scan.examined) ?? bytes.toString('utf8', start, end);
    const { text, hits } =
      found === undefined
        ? this.redactSafely(before, key)
        : this.replaceFound(before, found, false);
    return hits.length === 0 ? undefined : { text, hits, isChanged: text !== before };
  }

  private replaceFound(text: string, found: Hit[], always: boolean): RedactedText {
    if (found.length === 0) return { text, hits: found };
    const { isAllowed } = this;
    const hits = mergeHits(
      isAllowed === undefined
        ? found
        : found.filter(
            (hit) => hit.unpacked !== undefined || !isAllowed(hit, text.slice(hit.start, hit.end)),
          ),
      // What stands for a value may look like one where it stands: `password=REDACTED`. It was found before.
    ).filter(
      ({ type, start, end, unpacked }) =>
        unpacked !== undefined || this.constants.get(type) !== text.slice(start, end),
    );
    if (hits.length === 0 || !(always || this.policy.mode === 'on')) return { text, hits };
    const only = hits[0]!;
    const whole = only.unpacked?.text ?? this.constants.get(only.type);
    if (whole !== undefined && hits.length === 1 && only.end - only.start === text.length) {
      return { text: whole, hits };
    }
    const replaced = hits.map((hit) => {
      if (hit.unpacked !== undefined) return hit.unpacked.text;
      const constant = this.constants.get(hit.type);
      if (constant !== undefined) return constant;
      const replacement = this.replacements.get(hit.type) ?? this.replacements.get(hit.rule);
      const value = text.slice(hit.start, hit.end);
      return replaceValue(value, hit.type, replacement ?? DEFAULT_REPLACEMENT, this.pseudonymKey);
    });
    return { text: applyHits(text, hits, replaced), hits };
  }

  /** Like {@link redact}, but a failure is a hit itself, and in mode `on` all of the text goes. */
  redactSafely(text: string, key: string, always = false, before = ''): RedactedText {
    try {
      return this.redact(text, key, always, before);
    } catch (error) {
      const rule = error instanceof Error ? error.name : 'failure';
      const hits = [{ start: 0, end: text.length, type: 'REDACTION_FAILED', rule }];
      return { text: always || this.policy.mode === 'on' ? FAILED_MARKER : text, hits };
    }
  }

  /** Rules see the text as it is, and as its reader sees it where that differs. */
  private customHits(text: string): Hit[] {
    const hits: Hit[] = [];
    for (const rule of this.rules) rule(text, hits);
    const view = this.scan.viewOf(text);
    if (view === undefined) return hits;
    const seen: Hit[] = [];
    const seenText = view.text();
    for (const rule of this.rules) rule(seenText, seen);
    for (const hit of seen) {
      hits.push({ ...hit, start: view.original(hit.start), end: view.original(hit.end) });
    }
    return hits;
  }
}
