import { mayBeField, mayBeToken, mayEndPrefix, numberOrSkip } from './cheap-tests.ts';
import { isFormSpace, isQuotedSign } from './quoted-tests.ts';
import { maySecretNameEnd } from './secret-name-tests.ts';
import {
  ACTION,
  AT_SIGN,
  COLON,
  DIGIT,
  DISGUISE,
  EQUALS,
  JOINT,
  LETTER,
  MARGIN,
  TAIL,
  PARENTHESIS,
  PERCENT,
  PLUS,
  TILDE,
} from './code-units.ts';
import { clearEmphasis, emphasisEnd } from './emphasis.ts';
import { noteEncoded } from './note-encoded.ts';
import { findInBracket } from './find-argument.ts';
import { findEmail } from './find-email.ts';
import { findIpv6 } from './find-ip.ts';
import { findKeyedSecret } from './find-keyed-secret.ts';
import { findNumber, findPlusNumber } from './find-number.ts';
import { findAzureSecret, findLetterToken, findPrefixedToken } from './find-token.ts';
import { findUrlSecret } from './find-url-secret.ts';
import { keyContext, NO_CONTEXT, type KeyContext } from './key-context.ts';
import { ListMemory } from './list-before.ts';
import { ALL_TYPES, TYPE_BIT, type Hit, type PiiType } from './pii-type.ts';
import { sharedFilter, type RecordFilter } from './record-filter.ts';
import { isNoSecret } from './is-replacement.ts';
import { isSecretValue } from './secret-value.ts';
import { findTableHeader, type ColumnNames, type TableHeader } from './table-header.ts';
import { TextView } from './text-view.ts';
import { MAX_VALUE } from './value-bounds.ts';

/** Kinds for which a part of a value of another kind may be taken. */
const NUMBERS = TYPE_BIT.PHONE | TYPE_BIT.CREDIT_CARD;

/** Texts up to this many code units share one buffer. */
const KEPT_UNITS = 1 << 20;
/** Up to here a loop is faster than a call. */
const SHORT_TEXT = 80;
const SPACE = 32;
const BACKSLASH = 92;
/**
 * One pass over one text, from trigger character to trigger character.
 *
 * Everything a handler looks at lies within a fixed distance of its trigger, and a handler never gives back a position
 * before it, so the time a text takes grows with its length and no faster.
 */
export class Scan {
  length = 0;
  /** Code units from {@link MARGIN} on, with spaces before and after. */
  codes: Uint16Array<ArrayBufferLike>;
  /** What the attribute key or field says about the value. */
  key: KeyContext = NO_CONTEXT;
  types = ALL_TYPES;
  hits: Hit[] = [];
  /** For which position it is known what a word before it may announce, and what that is; see `context-words.ts`. */
  announcedAt = -1;
  announced = 0;
  /** Between these positions nothing but letters, digits, `_` and `-` is; see `find-token.ts`. */
  wordFrom = 0;
  wordTo = -1;
  /** How many numbers of the text were given to the library for phones. */
  parsedPhones = 0;
  /** The list of JSON that the last number was looked for in. */
  readonly list = new ListMemory();
  /** Between these positions no `@` and no end of a word is; see `find-url-secret.ts`. */
  plainFrom = 0;
  plainTo = -1;
  /** Where base64 of a text may begin, in the text given; valid until the next one. */
  readonly encoded: number[] = [];
  /** The text that {@link findBytes} found something in, unless it had to be decoded; a handler has made it anyway. */
  examined: string | undefined;
  /** The text holds percent-encoded signs, which are undone with other escapes. */
  private unquotes = false;
  /** The text holds backslashes: escapes are undone before anything is looked for. */
  private isEscaped = false;
  /** And numbers between underscores, which are taken for spaces then. */
  private isEmphasized = false;
  private knownText: string | undefined = '';
  private bytes: Buffer | undefined;
  private bytesStart = 0;
  private ssnMentioned: boolean | undefined;
  private readonly headers = new Map<ColumnNames, TableHeader | undefined>();
  private readonly filter: RecordFilter | null;
  private readonly view: TextView;
  private readonly kept = new Uint16Array(KEPT_UNITS + MARGIN + TAIL).fill(SPACE, 0, MARGIN);
  private readonly keptBytes = Buffer.from(this.kept.buffer);
  /** The memory of the filter, for texts that it walks, and how many code units fit. */
  private readonly walked: Uint16Array<ArrayBuffer>;
  private readonly walkedBytes: Buffer;
  private readonly mostWalked: number;

  /** @param filter walks texts up to where something may be, or `null` to do without */
  constructor(filter = sharedFilter()) {
    this.filter = filter;
    this.codes = this.kept;
    this.view = new TextView(filter?.view);
    this.walked = filter?.codes ?? this.kept;
    this.walkedBytes = Buffer.from(
      this.walked.buffer,
      this.walked.byteOffset,
      this.walked.byteLength,
    );
    this.mostWalked = filter === null ? 0 : this.walked.length - MARGIN - TAIL;
  }

  /** The text that is examined; of one that had to be decoded it is made when a handler asks for it. */
  get text(): string {
    return (this.knownText ??=
      this.bytes?.toString('latin1', this.bytesStart, this.bytesStart + this.length) ??
      this.view.text());
  }

  /** The code unit at `index`, a space outside the text; `index` is at most {@link MARGIN} outside. */
  code(index: number): number {
    return this.codes[index + MARGIN]!;
  }

  wants(type: PiiType): boolean {
    return this.types === ALL_TYPES || (this.types & TYPE_BIT[type]) !== 0;
  }

  /**
   * True when it matters where values of this kind are: they are wanted, or digits of theirs might be taken for a phone or
   * a card. What is certainly of a kind that is off stays as it is, all of it.
   */
  minds(type: PiiType): boolean {
    return this.types === ALL_TYPES || (this.types & (TYPE_BIT[type] | NUMBERS)) !== 0;
  }

  /** True when the text speaks of social security numbers anywhere: the header of a table, the name of a column. */
  mentionsSsn(): boolean {
    this.ssnMentioned ??=
      this.key.words.has('ssn') || /(?:^|[^a-z])ssn|social[ _-]?security/i.test(this.text);
    return this.ssnMentioned;
  }

  /** The header of a table in the text with such names; looked for once a text, as a table has many numbers. */
  header(names: ColumnNames): TableHeader | undefined {
    if (!this.headers.has(names)) this.headers.set(names, findTableHeader(this.text, names));
    return this.headers.get(names);
  }

  /**
   * Adds a hit if its kind is wanted; of two that overlap the longer one stays. Returns `end`, from where to go on: what
   * is of a kind that is off is passed over.
   */
  add(start: number, end: number, type: PiiType, rule: string): number {
    if (!this.wants(type)) return end;
    if (type === 'SECRET' && isNoSecret(rule, this.text, start, end)) return end;
    const { hits } = this;
    let index = hits.length;
    // What was found further on, from a word that says what comes.
    while (index > 0 && hits[index - 1]!.start >= end) index--;
    for (; index > 0 && hits[index - 1]!.end > start; index--) {
      const last = hits[index - 1]!;
      if (last.end - last.start >= end - start) return end;
      hits.splice(index - 1, 1);
    }
    hits.splice(index, 0, { start, end, type, rule });
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
    this.load(text);
    if (!text.includes('\\') && this.run(text)) return this.hits;
    return this.findDecoded();
  }

  /**
   * Like {@link find} of the text at these bytes, offsets from `start`; `undefined` when it is not ASCII.
   */
  findBytes(
    bytes: Buffer,
    start: number,
    end: number,
    key: string,
    types = ALL_TYPES,
  ): Hit[] | undefined {
    if (!this.loadBytes(bytes, start, end)) return undefined;
    this.types = types;
    this.key = key === '' ? NO_CONTEXT : keyContext(key);
    this.bytes = bytes;
    this.bytesStart = start;
    const isDecoded = this.isEscaped || !this.run(undefined);
    if (isDecoded) this.findDecoded();
    this.examined = isDecoded || this.hits.length === 0 ? undefined : this.text;
    this.bytes = undefined;
    return this.hits;
  }

  private findDecoded(): Hit[] {
    const { view, codes, length, filter } = this;
    this.bytes = undefined;
    let isMapped = filter === null || codes !== filter.codes || this.unquotes;
    // Signs of percent-encoding may be escaped themselves, and so may what is beside an underscore.
    for (; ; isMapped = true) {
      if (isMapped) view.read(codes, length, this.unquotes);
      else view.take(filter!.decode(length));
      ({ codes: this.codes, length: this.length } = view);
      if (this.isEmphasized) clearEmphasis(view.codes, MARGIN, view.length + MARGIN);
      if (this.run(undefined)) break;
    }
    if (this.hits.length === 0 && this.encoded.length === 0) return this.hits;
    // Where its parts come from is asked for seldom: it is read once more then.
    if (!isMapped) view.read(codes, length);
    for (const hit of this.hits) {
      hit.start = view.original(hit.start);
      hit.end = view.original(hit.end);
    }
    for (const [index, at] of this.encoded.entries()) this.encoded[index] = view.original(at);
    return this.hits;
  }

  /** Examines what is loaded; `text` is made later when it is left out. False when it must be decoded first. */
  private run(text: string | undefined): boolean {
    this.knownText = text;
    this.hits = [];
    if (this.encoded.length > 0) this.encoded.length = 0;
    this.ssnMentioned = undefined;
    if (this.headers.size > 0) this.headers.clear();
    this.announcedAt = -1;
    this.plainTo = -1;
    this.wordTo = -1;
    this.list.forget();
    this.parsedPhones = 0;
    if (this.key.secret !== '' && this.wants('SECRET')) this.takeWhole(this.key);
    const isDecoded = this.codes === this.view.codes;
    const { filter, codes } = this;
    if (filter !== null && (codes === filter.codes || codes === filter.view)) {
      return this.walkFiltered(filter, codes, isDecoded);
    }
    return this.walk(codes, this.length + MARGIN, isDecoded);
  }

  /** The text as its reader sees it, valid until the next text; `undefined` when that is how it is. */
  viewOf(text: string): TextView | undefined {
    this.load(text);
    let at = MARGIN;
    const limit = this.length + MARGIN;
    while (at < limit && ACTION[this.codes[at]!] !== DISGUISE) at++;
    if (at === limit) return undefined;
    this.view.read(this.codes, this.length);
    return this.view;
  }

  private load(text: string): void {
    const { length } = text;
    this.unquotes = this.isEmphasized = false;
    this.length = length;
    const codes = this.roomFor(length);
    this.codes = codes;
    if (length <= SHORT_TEXT) {
      for (let at = 0; at < length; at++) codes[at + MARGIN] = text.charCodeAt(at);
    } else if (codes === this.walked) {
      this.walkedBytes.write(text, MARGIN * 2, length * 2, 'utf16le');
    } else if (codes === this.kept) {
      this.keptBytes.write(text, MARGIN * 2, length * 2, 'utf16le');
    } else Buffer.from(codes.buffer).write(text, MARGIN * 2, length * 2, 'utf16le');
    for (let at = length + MARGIN; at < length + MARGIN + TAIL; at++) codes[at] = SPACE;
  }

  /** Room for so many code units, spaces before it: of the filter if they fit there. */
  private roomFor(length: number): Uint16Array<ArrayBufferLike> {
    if (length <= this.mostWalked) return this.walked;
    if (length <= KEPT_UNITS) return this.kept;
    return new Uint16Array(length + MARGIN + TAIL).fill(SPACE, 0, MARGIN);
  }

  /** Loads ASCII text; false when it is none. */
  private loadBytes(bytes: Buffer, start: number, end: number): boolean {
    const length = end - start;
    this.unquotes = this.isEmphasized = false;
    this.length = length;
    const codes = this.roomFor(length);
    this.codes = codes;
    let signs = 0;
    this.isEscaped = false;
    for (let from = start, to = MARGIN; from < end; from++, to++) {
      const byte = bytes[from]!;
      codes[to] = byte;
      signs |= byte;
      if (byte === BACKSLASH) this.isEscaped = true;
    }
    for (let at = length + MARGIN; at < length + MARGIN + TAIL; at++) codes[at] = SPACE;
    return signs < 128;
  }

  /** The hot loop; small, so that it is compiled at once. Positions are those of `codes`. */
  private walk(codes: Uint16Array, limit: number, decoded: boolean): boolean {
    for (let at = MARGIN; at < limit;) {
      const action = ACTION[codes[at]!]!;
      if (action === 0) at++;
      else {
        at = this.look(codes, at, action, decoded);
        if (at < 0) return false;
      }
    }
    return true;
  }

  /** The same with the filter, which goes on to where something may be sixteen code units at a time. */
  private walkFiltered(filter: RecordFilter, codes: Uint16Array, decoded: boolean): boolean {
    const { length, key } = this;
    const names = key.namesNumber ? 1 : 0;
    for (let at = 0; ;) {
      at = filter.nextPlace(at, length, decoded, names);
      if (at >= length) return true;
      at = this.look(codes, at + MARGIN, ACTION[codes[at + MARGIN]!]!, decoded) - MARGIN;
      if (at < 0) return false;
    }
  }

  /** What is done at a trigger: where to go on, -1 when the text must be decoded first. */
  private look(codes: Uint16Array, at: number, action: number, decoded: boolean): number {
    if (action === DIGIT) {
      const next = numberOrSkip(codes, at);
      return next < 0 ? -next : findNumber(this, at - MARGIN) + MARGIN;
    }
    if (action === COLON) {
      return mayBeField(codes, at) ? this.onColon(at - MARGIN) + MARGIN : at + 1;
    }
    if (action === JOINT) {
      if (!this.isEmphasized && (this.isEmphasized = emphasisEnd(codes, at) > 0)) return -1;
      return mayEndPrefix(codes, at) ? findPrefixedToken(this, at - MARGIN) + MARGIN : at + 1;
    }
    if (action === LETTER) {
      return mayBeToken(codes, at) ? findLetterToken(this, at - MARGIN) + MARGIN : at + 1;
    }
    if (this.mustDecode(codes, at, action, decoded)) return -1;
    return action === DISGUISE || action === PERCENT
      ? at + 1
      : this.act(action, at - MARGIN) + MARGIN;
  }

  /** True at the first escape of a text, and at the first sign of percent-encoding. */
  private mustDecode(codes: Uint16Array, at: number, action: number, decoded: boolean): boolean {
    if (action !== PERCENT && action !== PLUS) return action === DISGUISE && !decoded;
    if (this.unquotes || !(action === PLUS ? isFormSpace : isQuotedSign)(codes, at)) return false;
    return (this.unquotes = true);
  }

  private act(action: number, at: number): number {
    switch (action) {
      case AT_SIGN:
        return findEmail(this, at);
      case EQUALS:
        if (this.code(at) === 61) noteEncoded(this, at);
        return maySecretNameEnd(this.codes, at + MARGIN) ? findKeyedSecret(this, at) : at + 1;
      case PARENTHESIS:
        return findInBracket(this, at);
      case PLUS:
        return findPlusNumber(this, at);
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
  private takeWhole({ secret, kind, name }: KeyContext): void {
    if (kind !== '' && this.length > MAX_VALUE) return;
    const body = /\S(?:[^]*\S)?/.exec(this.text);
    if (body === null || (kind !== '' && !isSecretValue(body[0], kind, name, true))) return;
    this.add(body.index, body.index + body[0].length, 'SECRET', secret);
  }
}
