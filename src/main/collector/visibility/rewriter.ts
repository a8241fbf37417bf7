import { HIDDEN_VALUE } from '../../../shared/visibility.ts';
import { ARRAY_VALUE, KeyValueView, KVLIST_VALUE } from '../otlp/any-value.ts';
import type { MessageKind } from '../otlp/protobuf-to-json.ts';
import { asBuffer, WireReader } from '../otlp/wire.ts';
import { WireWriter } from '../otlp/wire-writer.ts';
import type { HiddenAttributes } from './hidden-attributes.ts';
import { Judge, stronger } from './judge.ts';
import { isMessageRecord, type AttributePlace } from './message-keys.ts';
import { Patch } from './patch.ts';
import { nameOf } from './record-name.ts';
import { RECORD_SHAPES, type RecordShape } from './record-shapes.ts';

/** Tags of KeyValue, AnyValue, ArrayValue and KeyValueList. */
const KEY = 0x0a;
const VALUE = 0x12;
const ARRAY = 0x2a;
const KVLIST = 0x32;
const ELEMENT = 0x0a;
/** Tags of EntityRef. */
const ID_KEYS = 0x1a;
const DESCRIPTION_KEYS = 0x22;

/** Values inside each other; ingest refuses far less. */
const MAX_DEPTH = 256;

/** Under which key a log record's body is known to rules. */
const BODY_KEY = 'body';

/** `AnyValue { string_value }` with the marker. */
const MARKER = encodeMarker();

/** What happens to be told while records are rewritten. */
export interface RewriteListener {
  /** A value that a rule is about is shown. */
  readonly seen?: (place: AttributePlace, key: string) => void;
  /** The value at this path was hidden: `attributes/3`, `events/0/attributes/1`, members of values by further numbers. */
  readonly hidden?: (path: string) => void;
}

/** Where a value is: its place, the dotted keys it is known by, and whether it carries message content. */
interface Spot {
  readonly place: AttributePlace;
  readonly isMessage: boolean;
  /** Keys of the values around it joined by dots, elements of arrays left out. */
  readonly key: string;
  /** The same with the numbers of elements of arrays; equal outside of arrays. */
  readonly numbered: string;
  /** For {@link RewriteListener.hidden}. */
  readonly path: string;
  readonly depth: number;
}

/**
 * Takes out of protobuf bodies what a viewer may not see, so that whatever is made of them cannot tell it.
 *
 * Hidden values become the text `[hidden]`, attributes with hidden keys go. A body in which nothing is hidden is given
 * back as it is; one that cannot be read is given back empty.
 */
export class Rewriter {
  readonly #judge: Judge;
  readonly #listener: RewriteListener;
  readonly #reader = new WireReader(Buffer.alloc(0));
  readonly #view = new KeyValueView();

  constructor(hidden: HiddenAttributes, listener: RewriteListener = {}) {
    this.#judge = new Judge(hidden);
    this.#listener = listener;
  }

  /** A record, resource or scope as the viewer may see it; the same object when it is whole. */
  rewrite(kind: MessageKind, body: Uint8Array): Uint8Array {
    const shape = RECORD_SHAPES[kind];
    if (!this.#concerns(shape)) return body;
    const reader = this.#reader;
    reader.reset(asBuffer(body), 0, body.length);
    // Paths are made only where somebody listens.
    const root = this.#listener.hidden === undefined ? '' : (ROOTS[kind] ?? '');
    const rewritten = this.#message(shape, root);
    if (reader.failed) return new Uint8Array(0);
    return rewritten ?? body;
  }

  #concerns(shape: RecordShape): boolean {
    return (
      this.#judge.concerns(shape.place) ||
      Object.values(shape.inner).some((inner) => this.#judge.concerns(inner.shape.place))
    );
  }

  /** The message from the reader's position to its limit; undefined when it stays as it is. */
  #message(shape: RecordShape, path: string): Uint8Array | undefined {
    const reader = this.#reader;
    const inMessage = shape.name !== 0 && isMessageRecord(nameOf(reader, shape));
    const patch = new Patch(reader.buffer, reader.position);
    const list = path === 'span' ? 'attributes' : path === '' ? '' : path;
    const counts: Record<string, number> = {};
    let index = 0;
    while (reader.position < reader.limit) {
      const start = reader.position;
      const tag = reader.tag();
      const inner = shape.inner[tag];
      if (tag !== 0 && tag === shape.attributes) {
        const outer = reader.enter();
        const changed = this.#attribute(
          shape.place,
          inMessage,
          list === '' ? '' : `${list}/${index}`,
        );
        this.#leave(outer);
        patch.replace(start, reader.position, tag, changed);
        if (changed !== null) index++;
      } else if (tag !== 0 && tag === shape.body) {
        const outer = reader.enter();
        const changed = this.#body(shape.place, inMessage);
        this.#leave(outer);
        patch.replace(start, reader.position, tag, changed);
      } else if (tag !== 0 && tag === shape.entities) {
        const outer = reader.enter();
        const changed = this.#entity(shape.place);
        this.#leave(outer);
        patch.replace(start, reader.position, tag, changed);
      } else if (inner !== undefined) {
        const number = (counts[inner.list] = (counts[inner.list] ?? -1) + 1);
        const outer = reader.enter();
        const innerPath = path === 'span' ? `${inner.list}/${number}/attributes` : '';
        const changed = this.#message(inner.shape, innerPath);
        this.#leave(outer);
        patch.replace(start, reader.position, tag, changed);
      } else reader.skip(tag);
    }
    return reader.failed ? undefined : patch.finish(reader.limit);
  }

  #leave(outer: number): void {
    const reader = this.#reader;
    if (!reader.failed) reader.position = reader.limit;
    reader.leave(outer);
  }

  #attribute(
    place: AttributePlace,
    inMessage: boolean,
    path: string,
  ): Uint8Array | null | undefined {
    const reader = this.#reader;
    const view = this.#view;
    const isCanonical = view.readCanonical(reader.buffer, reader.position, reader.limit);
    const key = isCanonical
      ? (reader.buffer as Buffer).toString('utf8', view.keyStart, view.keyEnd)
      : this.#keyAhead();
    const { verdict, isMessage } = this.#judge.ruling(place, key, inMessage);
    // Nothing is nested in most values, and no rule is about most keys.
    if (verdict === null && isCanonical && view.type !== ARRAY_VALUE && view.type !== KVLIST_VALUE)
      return undefined;
    return this.#keyValue({ place, isMessage, key, numbered: key, path, depth: 0 });
  }

  /** The EntityRef ahead: hidden keys are not named in its lists of keys either. */
  #entity(place: AttributePlace): Uint8Array | undefined {
    const reader = this.#reader;
    const patch = new Patch(reader.buffer, reader.position);
    while (reader.position < reader.limit) {
      const start = reader.position;
      const tag = reader.tag();
      if (tag !== ID_KEYS && tag !== DESCRIPTION_KEYS) {
        reader.skip(tag);
        continue;
      }
      const end = reader.delimitedEnd();
      if (reader.failed) break;
      const key = (reader.buffer as Buffer).toString('utf8', reader.position, end);
      reader.position = end;
      const isHidden = this.#judge.ruling(place, key, false).verdict === 'key';
      if (isHidden) patch.replace(start, end, tag, null);
    }
    return patch.finish(reader.limit);
  }

  #body(place: AttributePlace, isMessage: boolean): Uint8Array | null | undefined {
    const spot = { place, isMessage, key: BODY_KEY, numbered: BODY_KEY, path: '', depth: 0 };
    const verdict = this.#judge.verdict(place, BODY_KEY, isMessage);
    if (verdict === 'key') return null;
    if (verdict === 'value') return MARKER;
    if (verdict === 'seen') this.#listener.seen?.(place, BODY_KEY);
    return this.#value(spot);
  }

  /** The KeyValue ahead: null to leave it out, undefined when it stays. */
  #keyValue(spot: Spot): Uint8Array | null | undefined {
    const { place, isMessage, key, numbered, path } = spot;
    let verdict = this.#judge.verdict(place, key, isMessage);
    if (numbered !== key) {
      verdict = stronger(verdict, this.#judge.verdict(place, numbered, isMessage));
    }
    if (verdict === 'key') return null;
    if (verdict === 'value') {
      this.#listener.hidden?.(path);
      return this.#hiddenValue();
    }
    if (verdict === 'seen') this.#listener.seen?.(place, key);
    const reader = this.#reader;
    const patch = new Patch(reader.buffer, reader.position);
    while (reader.position < reader.limit) {
      const start = reader.position;
      const tag = reader.tag();
      if (tag !== VALUE) {
        reader.skip(tag);
        continue;
      }
      const outer = reader.enter();
      const changed = this.#value(spot);
      this.#leave(outer);
      patch.replace(start, reader.position, tag, changed);
    }
    return patch.finish(reader.limit);
  }

  /** The KeyValue ahead with the marker for its value, and nothing else of it. */
  #hiddenValue(): Uint8Array {
    const reader = this.#reader;
    const writer = new WireWriter(MARKER.length + 64);
    let key: Uint8Array = new Uint8Array(0);
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag !== KEY) reader.skip(tag);
      else {
        const end = reader.delimitedEnd();
        if (reader.failed) break;
        key = reader.buffer.subarray(reader.position, end);
        reader.position = end;
      }
    }
    writer.bytesField(KEY >> 3, key);
    writer.bytesField(VALUE >> 3, MARKER);
    return writer.finish();
  }

  /** The AnyValue ahead; undefined when it stays. */
  #value(spot: Spot): Uint8Array | undefined {
    const reader = this.#reader;
    const patch = new Patch(reader.buffer, reader.position);
    while (reader.position < reader.limit) {
      const start = reader.position;
      const tag = reader.tag();
      if (tag !== ARRAY && tag !== KVLIST) {
        reader.skip(tag);
        continue;
      }
      const outer = reader.enter();
      const changed = this.#elements(spot, tag === KVLIST);
      this.#leave(outer);
      patch.replace(start, reader.position, tag, changed);
    }
    return patch.finish(reader.limit);
  }

  /** The ArrayValue or KeyValueList ahead. */
  #elements(spot: Spot, isMap: boolean): Uint8Array | undefined {
    const reader = this.#reader;
    const depth = spot.depth + 1;
    if (depth > MAX_DEPTH) reader.fail(`attribute nests deeper than ${MAX_DEPTH}`);
    const patch = new Patch(reader.buffer, reader.position);
    for (let kept = 0, index = 0; reader.position < reader.limit;) {
      const start = reader.position;
      const tag = reader.tag();
      if (tag !== ELEMENT) {
        reader.skip(tag);
        continue;
      }
      const outer = reader.enter();
      const path = spot.path === '' ? '' : `${spot.path}/${kept}`;
      const below = isMap ? this.#keyAhead() : '';
      const changed = isMap
        ? this.#keyValue({
            ...spot,
            key: `${spot.key}.${below}`,
            numbered: `${spot.numbered}.${below}`,
            path,
            depth,
          })
        : this.#value({ ...spot, numbered: `${spot.numbered}.${index}`, path, depth });
      this.#leave(outer);
      patch.replace(start, reader.position, tag, changed);
      index++;
      if (changed !== null) kept++;
    }
    return patch.finish(reader.limit);
  }

  /** The key of the KeyValue ahead, which stays ahead; of several the last, as decoders have it. */
  #keyAhead(): string {
    const reader = this.#reader;
    const start = reader.position;
    let key = '';
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag !== KEY) reader.skip(tag);
      else {
        const end = reader.delimitedEnd();
        if (reader.failed) return '';
        key = (reader.buffer as Buffer).toString('utf8', reader.position, end);
        reader.position = end;
      }
    }
    if (!reader.failed) reader.position = start;
    return key;
  }
}

/** What paths of attributes begin with, for kinds whose paths are told. */
const ROOTS: Partial<Record<MessageKind, string>> = {
  span: 'span',
  resource: 'resource',
  scope: 'scope',
};

function encodeMarker(): Uint8Array {
  const writer = new WireWriter();
  writer.stringField(1, HIDDEN_VALUE);
  return writer.finish();
}
