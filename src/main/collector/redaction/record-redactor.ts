import {
  ARRAY_VALUE,
  BYTES_VALUE,
  DOUBLE_VALUE,
  INT_VALUE,
  KeyValueView,
  KVLIST_VALUE,
  STRING_VALUE,
} from '../otlp/any-value.ts';
import type { RedactMessage } from '../otlp/types.ts';
import { asBuffer, DELIMITED, signedDecimal, START_GROUP, WireReader } from '../otlp/wire.ts';
import { redactByteValue } from './byte-value.ts';
import {
  anySize,
  encodeAny,
  encodeField,
  encodeKeyValue,
  encodeTextAttribute,
  fieldSize,
  LastText,
} from './encode-value.ts';
import { keyContext, NO_CONTEXT } from './key-context.ts';
import { KeyInfos, NOTHING_KNOWN, type KeyInfo } from './key-info.ts';
import { KnownContexts } from './known-contexts.ts';
import { ListWords, MapWords } from './list-words.ts';
import { MessagePieces } from './message-pieces.ts';
import { RECORDS, type FieldPlan, type MessageFields } from './message-fields.ts';
import { FAILED_MARKER } from './policy.ts';
import { sharedFilter, type PolicyFilter, type RecordFilter } from './record-filter.ts';
import { RecordFindings, type Finding } from './record-findings.ts';
import { sharedSpace } from './record-space.ts';
import { RedactionCounts } from './redaction-count.ts';
import { CurrentOrigin } from './resource-origin.ts';
import type { TextRedactor } from './text-redactor.ts';
import { findInUnknown } from './unknown-field.ts';

/** The field is left out. */
const DROPPED = Symbol('dropped');
type RecordKind = Parameters<RedactMessage>[0];
type Rewritten = Uint8Array | typeof DROPPED | undefined;

/** Nesting of values; a record with more is refused by the decoder before anything of it is stored. */
const MAX_DEPTH = 40;
/** Packed numbers are at most this long; what is longer is looked at. */
const MAX_KEPT = 4096;
/** Texts up to this many bytes in which nothing was found are remembered: browsers, models, hosts come again. */
const MAX_REMEMBERED = 256;
/** Shorter numbers are nothing by themselves. */
const LEAST_NUMBER = 1_000_000;
const LEAST_CARD = 100_000_000_000;

/** Applies one policy to protobuf messages and counts what it did. */
export class RecordRedactor {
  readonly counts: RedactionCounts;
  private readonly text: TextRedactor;
  private readonly keys: KeyInfos;
  private readonly isOn: boolean;
  private readonly filter: PolicyFilter | undefined;
  private readonly space = sharedSpace();
  private readonly views = Array.from({ length: MAX_DEPTH + 1 }, () => new KeyValueView());
  private readonly contexts = new KnownContexts();
  private readonly origin: CurrentOrigin;
  private isResource = false;
  /** True while what is looked at lies in the memory of the filter too. */
  private isFiltered = false;
  private isNewKey = false;
  private readonly found = new RecordFindings();
  private readonly last = new LastText();
  /** The list or the map that what is looked at is in. */
  private words: ListWords | MapWords | undefined;

  /** @param filter tells what need not be looked at; `null`: everything is */
  constructor(text: TextRedactor, filter: RecordFilter | null = sharedFilter()) {
    this.text = text;
    this.keys = new KeyInfos(text);
    this.origin = new CurrentOrigin((name) => text.redactSafely(name, '', true).text);
    this.isOn = text.policy.mode === 'on';
    this.counts = new RedactionCounts(text.policy.mode);
    if (text.keywords !== undefined) this.filter = filter?.forPolicy(text.keywords);
  }

  /** Rewrites one record; the very same object when nothing changes. */
  readonly redact: RedactMessage = (kind, body) => {
    if (kind !== 'span' && kind !== 'log' && kind !== 'metric') return this.context(kind, body);
    const count = this.filter?.examine(kind, body) ?? -1;
    if (count === 0) return body;
    const rewritten = this.rewrite(kind, body, count);
    if (this.found.list.length > 0) this.count(this.found.list);
    return rewritten;
  };

  /** What is the same for many records is looked at once. */
  private context(kind: RecordKind, body: Uint8Array): Uint8Array {
    let known = this.contexts.find(kind, body);
    if (known === undefined) {
      const rewritten = this.rewrite(kind, body, -1);
      const findings = this.found.list;
      known = {
        rewritten: rewritten === body ? undefined : rewritten,
        findings,
        origin: undefined,
      };
      this.contexts.keep(kind, body, known);
    }
    const result = known.rewritten ?? body;
    if (kind === 'resource') this.origin.is(result, known);
    if (known.findings.length > 0) this.count(known.findings);
    return result;
  }

  /** @param count how many fields the filter found, -1: all must be looked at */
  private rewrite(kind: RecordKind, body: Uint8Array, count: number): Uint8Array {
    this.isFiltered = count > 0;
    this.isNewKey = false;
    this.isResource = kind === 'resource';
    this.found.begin();
    const fields = RECORDS[kind];
    const result =
      count < 0
        ? this.message(fields, asBuffer(body), 0, body.length, 0)
        : this.foundFields(fields, body, count);
    // Malformed as a whole: the decoder refuses it and says why.
    return this.isOn && result instanceof Uint8Array ? result : body;
  }

  /** Says which resource the next records belong to where it went through {@link redact} before. */
  readonly under = (resource: Uint8Array): void => this.origin.is(resource);

  /** Lets go of the last resource, which is a part of a request's body. */
  forget(): void {
    this.under(Buffer.alloc(0));
  }

  private count(findings: readonly Finding[]): void {
    const { service, environment } = this.origin.names();
    for (const { type, rule, key } of findings) {
      this.counts.add(type, rule, key, service, environment);
    }
  }

  /** A message field by field; `DROPPED` when it cannot be read to its end. */
  private message(
    fields: MessageFields,
    bytes: Buffer,
    start: number,
    end: number,
    depth: number,
  ): Rewritten {
    const reader = new WireReader(bytes, start, end);
    let out: MessagePieces | undefined;
    while (reader.position < reader.limit) {
      const at = reader.position;
      const tag = reader.tag();
      let part: Rewritten;
      if ((tag & 7) !== DELIMITED) {
        reader.skip(tag);
        // Groups are in no version of the protocol, and anything can be in one.
        if ((tag & 7) !== START_GROUP) continue;
        part = DROPPED;
      } else {
        const partEnd = reader.delimitedEnd();
        if (reader.failedAt >= 0) break;
        const partStart = reader.position;
        reader.position = partEnd;
        part = this.field(fields[tag >>> 3], bytes, partStart, partEnd, depth);
      }
      if (part === undefined || reader.failedAt >= 0) continue;
      out ??= new MessagePieces(bytes, start);
      out.skip(at, reader.position);
      if (part !== DROPPED) out.field(tag >>> 3, part);
    }
    if (reader.failedAt >= 0) return DROPPED;
    return out?.finish(end);
  }

  /** The message, of whose fields only those that the filter found are looked at. */
  private foundFields(fields: MessageFields, body: Uint8Array, count: number): Rewritten {
    const { space } = this;
    const filter = this.filter!;
    const { record } = filter;
    space.begin();
    for (let index = 0; index < count; index++) {
      const { at, start, end, field, isNewKey, addressKey } = filter.found(index);
      if (addressKey?.addressAttribute !== undefined) {
        this.found.add('IP', 'ip.v4', addressKey.safeKey);
        space.exchange(at, end, field, addressKey.addressAttribute);
        continue;
      }
      this.isNewKey = isNewKey;
      const part = this.field(fields[field], record, start, end, 0);
      if (part !== undefined) space.exchange(at, end, field, part === DROPPED ? undefined : part);
    }
    return space.isChanged && this.isOn ? space.write(body) : undefined;
  }

  private field(
    plan: FieldPlan | undefined,
    bytes: Buffer,
    start: number,
    end: number,
    depth: number,
  ): Rewritten {
    if (plan === 'attribute') return this.attribute(bytes, start, end, depth);
    if (plan === 'keep' && end - start <= MAX_KEPT) return undefined;
    // An id of another length is passed over by the decoder, and its bytes would be stored as they are.
    if (plan === undefined || plan === 'keep' || ('id' in plan && end - start !== plan.id)) {
      return this.unknown(bytes, start, end);
    }
    if ('id' in plan) return undefined;
    if ('text' in plan) return this.string(bytes, start, end, plan.text);
    if ('any' in plan) {
      const needsWhole = this.text.keywords === undefined;
      const info = { ...NOTHING_KNOWN, safeKey: plan.any, needsWhole };
      return this.anyValue(bytes, start, end, info, depth + 1);
    }
    const part = this.message(plan.message, bytes, start, end, depth);
    if (part === DROPPED) this.found.fail('message');
    return part;
  }

  /** A field this version does not know: gone when anything in it looks like something. */
  private unknown(bytes: Buffer, start: number, end: number): Rewritten {
    const hits = findInUnknown(bytes, start, end, (text, key) => this.text.redactSafely(text, key));
    this.found.note(hits, 'unknown field');
    return hits.length > 0 ? DROPPED : undefined;
  }

  /** A string's new content, or nothing when it stays. */
  private string(bytes: Buffer, start: number, end: number, key: string): Uint8Array | undefined {
    const redacted = (this.words ?? this.text).redactBytes(bytes, start, end, key);
    if (redacted === undefined) {
      if (end - start <= MAX_REMEMBERED && this.isFiltered && keyContext(key) === NO_CONTEXT) {
        this.filter!.rememberText(start, end);
      }
      return undefined;
    }
    this.found.note(redacted.hits, key);
    return redacted.isChanged ? this.last.bytesOf(redacted.text) : undefined;
  }

  private attribute(bytes: Buffer, start: number, end: number, depth: number): Rewritten {
    if (depth >= MAX_DEPTH) return this.dropDeep();
    const view = this.views[depth]!;
    const reader = new WireReader(bytes, start, end);
    view.readKeyValue(reader);
    if (reader.failedAt >= 0) {
      this.found.fail('attribute');
      return DROPPED;
    }
    const info = this.keys.find(bytes, view.keyStart, view.keyEnd, this.isResource, depth > 0);
    if (depth === 0 && this.isNewKey) {
      this.filter!.rememberKey(view.keyStart, view.keyEnd, info);
    }
    if (info.hits.length > 0) this.found.note(info.hits, info.safeKey);
    const { safeKey, action } = info;
    if (action === 'drop' || this.found.isMeant(safeKey, this.text.isPathDropped)) {
      this.found.add('ATTRIBUTE', 'keys', safeKey);
      return DROPPED;
    }
    const { keyStart, keyEnd } = view;
    const size = fieldSize(keyEnd - keyStart) + (view.type === 0 ? 0 : fieldSize(anySize(view)));
    let value: Uint8Array | undefined;
    if (info.action === 'examine') {
      if (view.type === STRING_VALUE && !info.isChanged) {
        const text = this.string(bytes, view.valueStart, view.valueEnd, info.safeKey);
        if (text !== undefined) return encodeTextAttribute(bytes, keyStart, keyEnd, text);
      } else value = this.value(bytes, view, info, depth + 1);
    }
    // A KeyValue of other fields, or of one field twice, is written anew from what is read of it.
    const isPlain = size === end - start || (view.type === 0 && size + 2 === end - start);
    if (value === undefined && !info.isChanged && isPlain) return undefined;
    const key = info.isChanged ? Buffer.from(info.safeKey) : bytes.subarray(keyStart, keyEnd);
    return encodeKeyValue(key, value ?? encodeAny(bytes, view));
  }

  private anyValue(
    bytes: Buffer,
    start: number,
    end: number,
    info: KeyInfo,
    depth: number,
  ): Rewritten {
    if (depth >= MAX_DEPTH) return this.dropDeep();
    const view = this.views[depth]!;
    const reader = new WireReader(bytes, start, end);
    view.readAnyValue(reader);
    if (reader.failedAt >= 0) {
      this.found.fail(info.safeKey);
      return DROPPED;
    }
    const value = this.value(bytes, view, info, depth + 1);
    if (value !== undefined || anySize(view) === end - start) return value;
    return encodeAny(bytes, view);
  }

  /** The new encoding of a value (an AnyValue body), or nothing when it stays. */
  private value(
    bytes: Buffer,
    view: KeyValueView,
    info: KeyInfo,
    depth: number,
  ): Uint8Array | undefined {
    const { type, valueStart, valueEnd } = view;
    switch (type) {
      case STRING_VALUE: {
        const text = this.string(bytes, valueStart, valueEnd, info.safeKey);
        return text === undefined ? undefined : encodeField(STRING_VALUE, text);
      }
      case ARRAY_VALUE:
        return this.list(bytes, type, valueStart, valueEnd, info, depth);
      case KVLIST_VALUE: {
        this.found.enter(info.safeKey);
        const list = this.list(bytes, type, valueStart, valueEnd, info, depth);
        this.found.leave();
        return list;
      }
      case BYTES_VALUE: {
        const value = bytes.subarray(valueStart, valueEnd);
        const redacted = redactByteValue(value, (text) =>
          this.text.redactSafely(text, info.safeKey),
        );
        this.found.note(redacted.hits, info.safeKey);
        return redacted.bytes === value ? undefined : encodeField(BYTES_VALUE, redacted.bytes);
      }
      case INT_VALUE:
        return this.number(signedDecimal(view.low, view.high), info);
      case DOUBLE_VALUE: {
        const number = bytes.readDoubleLE(valueStart);
        return Number.isSafeInteger(number) ? this.number(String(number), info) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Card and phone numbers come as numbers too; what replaces one is a string. */
  private number(digits: string, info: KeyInfo): Uint8Array | undefined {
    if (!info.needsWhole) {
      // Shorter ones are nothing at all, and those without a name that says so nothing up to the length of a card.
      const size = Math.abs(Number(digits));
      if (size < LEAST_NUMBER || (size < LEAST_CARD && !info.namesNumber)) return undefined;
    }
    const { text, hits } = this.text.redactSafely(digits, info.safeKey);
    this.found.note(hits, info.safeKey);
    return hits.length === 0 ? undefined : encodeField(STRING_VALUE, Buffer.from(text));
  }

  private list(
    bytes: Buffer,
    type: number,
    start: number,
    end: number,
    info: KeyInfo,
    depth: number,
  ): Uint8Array | undefined {
    const reader = new WireReader(bytes, start, end);
    const outer = this.words;
    this.words =
      type === ARRAY_VALUE ? new ListWords(this.text) : new MapWords(this.text, info.safeKey);
    let out: MessagePieces | undefined;
    while (reader.position < reader.limit) {
      const at = reader.position;
      const tag = reader.tag();
      let part: Rewritten = DROPPED;
      if (tag === 10) {
        const partEnd = reader.delimitedEnd();
        if (reader.failedAt >= 0) break;
        const partStart = reader.position;
        reader.position = partEnd;
        part =
          type === ARRAY_VALUE
            ? this.anyValue(bytes, partStart, partEnd, info, depth)
            : this.attribute(bytes, partStart, partEnd, depth);
      } else reader.skip(tag);
      if (part === undefined || reader.failedAt >= 0) continue;
      out ??= new MessagePieces(bytes, start);
      out.skip(at, reader.position);
      if (part !== DROPPED) out.field(1, part);
    }
    this.words = outer;
    if (reader.failedAt >= 0) {
      this.found.fail(type === KVLIST_VALUE ? '' : info.safeKey);
      return encodeField(STRING_VALUE, Buffer.from(FAILED_MARKER));
    }
    return out === undefined ? undefined : encodeField(type, out.finish(end));
  }

  private dropDeep(): typeof DROPPED {
    this.found.fail('deep value');
    return DROPPED;
  }
}
