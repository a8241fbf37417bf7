import {
  ACTION,
  AT_SIGN,
  COLON,
  DIGIT,
  DISGUISE,
  EQUALS,
  JOINT,
  LETTER,
  PARENTHESIS,
  PERCENT,
  PLUS,
  TILDE,
} from './code-units.ts';
import { findEmail } from './find-email.ts';
import { findIpv6 } from './find-ip.ts';
import { findKeyedSecret } from './find-keyed-secret.ts';
import { findNumber, findPlusNumber } from './find-number.ts';
import {
  findAzureSecret,
  findLetterToken,
  findPrefixedToken,
  mayBeToken,
  mayEndPrefix,
} from './find-token.ts';
import { findUrlSecret } from './find-url-secret.ts';
import { keyContext, NO_CONTEXT, type KeyContext } from './key-context.ts';
import { PII_TYPES, type Hit, type PiiType } from './pii-type.ts';
import { viewText, type TextView } from './text-view.ts';

/** A bit for each kind of data. */
export const TYPE_BIT: Readonly<Record<PiiType, number>> = Object.fromEntries(
  PII_TYPES.map((type, index) => [type, 1 << index]),
) as Record<PiiType, number>;
export const ALL_TYPES = (1 << PII_TYPES.length) - 1;

/** Texts up to this many code units share one buffer. */
const KEPT_UNITS = 1 << 20;
const SPACE = 32;
/** What {@link viewText} would change; wider than need be. */
const DISGUISED = /[\\\u00a0\u00ad\u0370-\uffff]/;

/**
 * One pass over one text, from trigger character to trigger character.
 *
 * Everything a handler looks at lies within a fixed distance of its trigger, and a handler never gives back a position
 * before it, so the time a text takes grows with its length and no faster.
 */
export class Scan {
  text = '';
  length = 0;
  codes: Uint16Array<ArrayBufferLike>;
  /** What the attribute key or field says about the value. */
  key: KeyContext = NO_CONTEXT;
  types = ALL_TYPES;
  hits: Hit[] = [];
  private ssnMentioned: boolean | undefined;
  private readonly kept = new Uint16Array(KEPT_UNITS);
  private readonly keptBytes = Buffer.from(this.kept.buffer);

  constructor() {
    this.codes = this.kept;
  }

  /** The code unit at `index`, a space outside the text. */
  code(index: number): number {
    return index >= 0 && index < this.length ? this.codes[index]! : SPACE;
  }

  wants(type: PiiType): boolean {
    return this.types === ALL_TYPES || (this.types & TYPE_BIT[type]) !== 0;
  }

  /** True when the text speaks of social security numbers anywhere: the header of a table, the name of a column. */
  mentionsSsn(): boolean {
    this.ssnMentioned ??=
      this.key.words.has('ssn') || /(?:^|[^a-z])ssn|social[ _-]?security/i.test(this.text);
    return this.ssnMentioned;
  }

  /** Adds a hit; of two that overlap the longer one stays. Returns `end`, from where to go on. */
  add(start: number, end: number, type: PiiType, rule: string): number {
    if (!this.wants(type)) return end;
    for (
      let last = this.hits[this.hits.length - 1];
      last !== undefined;
      last = this.hits[this.hits.length - 1]
    ) {
      if (last.end <= start) break;
      if (last.end - last.start >= end - start) return end;
      this.hits.pop();
    }
    this.hits.push({ start, end, type, rule });
    return end;
  }

  /** Lower-case text of at most `units` before `at`, for context words. */
  before(at: number, units: number): string {
    return this.text.slice(Math.max(0, at - units), at).toLowerCase();
  }

  after(at: number, units: number): string {
    return this.text.slice(at, at + units).toLowerCase();
  }

  /**
   * Finds everything of the given kinds, in order and without overlaps, offsets in `text`.
   *
   * `key` is the attribute key or field the text belongs to: it is context as good as a word before the value.
   */
  find(text: string, key = '', types = ALL_TYPES): Hit[] {
    this.types = types;
    this.key = key === '' ? NO_CONTEXT : keyContext(key);
    if (!this.run(text)) return this.hits;
    const view = viewText(text, this.codes);
    this.run(view.text, true);
    for (const hit of this.hits) {
      hit.start = view.offsets[hit.start]!;
      hit.end = view.offsets[hit.end]!;
    }
    return this.hits;
  }

  /** True when the text must be decoded before it can be read. */
  private run(text: string, decoded = false): boolean {
    const { length } = text;
    this.load(text);
    this.hits = [];
    this.ssnMentioned = undefined;
    if (this.key.secret !== '' && this.wants('SECRET')) this.takeWhole(this.key.secret);
    return this.walk(this.codes, length, decoded);
  }

  /** The text as its reader sees it; `undefined` when that is how it is. */
  viewOf(text: string): TextView | undefined {
    if (!DISGUISED.test(text)) return undefined;
    this.load(text);
    return viewText(text, this.codes);
  }

  private load(text: string): void {
    const { length } = text;
    this.text = text;
    this.length = length;
    if (length <= KEPT_UNITS) {
      this.codes = this.kept;
      this.keptBytes.write(text, 0, length * 2, 'utf16le');
    } else {
      this.codes = new Uint16Array(length);
      Buffer.from(this.codes.buffer).write(text, 0, length * 2, 'utf16le');
    }
  }

  /** The hot loop; small, so that it is compiled at once. */
  private walk(codes: Uint16Array, length: number, decoded: boolean): boolean {
    for (let at = 0; at < length;) {
      const action = ACTION[codes[at]!]!;
      if (action === 0) at++;
      else if (action === JOINT && !mayEndPrefix(codes, at)) at++;
      else if (action === LETTER && !mayBeToken(codes, at)) at++;
      else if (action !== DISGUISE) at = this.act(action, at);
      else if (decoded) at++;
      else return true;
    }
    return false;
  }

  private act(action: number, at: number): number {
    switch (action) {
      case DIGIT:
        return findNumber(this, at);
      case AT_SIGN:
        return findEmail(this, at, 1);
      case PERCENT:
        if (this.code(at + 1) === 52 && this.code(at + 2) === 48) return findEmail(this, at, 3);
        return at + 1;
      case COLON:
        return this.onColon(at);
      case EQUALS:
        return findKeyedSecret(this, at);
      case JOINT:
        return findPrefixedToken(this, at);
      case PLUS:
      case PARENTHESIS:
        return findPlusNumber(this, at);
      case LETTER:
        return findLetterToken(this, at);
      case TILDE:
        return findAzureSecret(this, at);
      default:
        return at + 1;
    }
  }

  private onColon(at: number): number {
    const next = this.code(at + 1);
    if (next === 47 && this.code(at + 2) === 47) return findUrlSecret(this, at);
    const end = findIpv6(this, at);
    return end > at ? end : findKeyedSecret(this, at);
  }

  /** The whole value is a secret because of its key. */
  private takeWhole(rule: string): void {
    const body = /\S[^]*\S/.exec(this.text);
    if (body === null || /^\[[A-Z_]+(?::\w+)?\]$|^\*{4}\w{0,4}$/.test(body[0])) return;
    this.add(body.index, body.index + body[0].length, 'SECRET', rule);
  }
}
