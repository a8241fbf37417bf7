import { AppError } from '../../../shared/errors.ts';
import { parseBounded } from '../otlp/bounded-json.ts';
import { jsonToProtobuf, objectToProtobuf } from '../otlp/json-to-protobuf.ts';
import { DEFAULT_DECODE_LIMITS, type Signal } from '../otlp/types.ts';
import { MalformedError } from '../otlp/wire.ts';
import type { FoundQueue } from './found-queue.ts';
import { mendContext, mendSchemaUrl } from './otlp-context.ts';
import { withHexIds } from './hex-ids.ts';
import { isRecord } from './otlp-span.ts';
import { whyUnread } from './parse-json.ts';
import type { FilePlace } from './types.ts';

/** What each signal's OTLP/JSON calls its levels. */
const NAMES = {
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' },
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
  metrics: { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics' },
} as const;

/** A record as its JSON. */
interface RecordText {
  readonly json: Uint8Array;
  readonly place: FilePlace;
}

interface ScopeGroup {
  scope: Uint8Array | undefined;
  schemaUrl: Uint8Array | undefined;
  records: RecordText[];
}

/** JSON held back, at most, so that what describes a group may also come after its records; bytes. */
const HOLD_BYTES = 24 * 1024 * 1024;
/** From here on a group is sent on in parts, once it is known what it belongs to. */
const PART_BYTES = 2 * 1024 * 1024;

/**
 * One element of `resourceSpans`, `resourceLogs` or `resourceMetrics`, put together from its parts as they are read and
 * turned into protobuf: of a record that is wrong only that one is lost.
 */
export class OtlpGroup {
  readonly signal: Signal;
  readonly #queue: FoundQueue;
  readonly #place: FilePlace;
  #resource: Uint8Array | undefined;
  #schemaUrl: Uint8Array | undefined;
  #scopes: ScopeGroup[] = [];
  #heldBytes = 0;
  #sent = 0;

  constructor(signal: Signal, queue: FoundQueue, place: FilePlace) {
    this.signal = signal;
    this.#queue = queue;
    this.#place = place;
  }

  setResource(json: Uint8Array, place: FilePlace): void {
    this.#resource = json;
    this.#noteLate('resource', place);
  }

  setSchemaUrl(json: Uint8Array, place: FilePlace): void {
    this.#schemaUrl = json;
    this.#noteLate('schemaUrl', place);
  }

  startScope(): void {
    this.#scopes.push({ scope: undefined, schemaUrl: undefined, records: [] });
  }

  setScope(json: Uint8Array): void {
    this.#scope().scope = json;
  }

  setScopeSchemaUrl(json: Uint8Array, place: FilePlace): void {
    this.#scope().schemaUrl = json;
    if (this.#scope().records.length === 0) this.#noteLate('schemaUrl of a scope', place);
  }

  record(json: Uint8Array, place: FilePlace): void {
    this.#scope().records.push({ json, place });
    this.#heldBytes += json.length;
    const limit = this.#resource === undefined ? HOLD_BYTES : PART_BYTES;
    const isLarge = this.#heldBytes > limit;
    // The scope's own schemaUrl comes after its records as well.
    if (isLarge && (this.#scope().records.length > 1 || this.#scopes.length > 1)) this.#send(true);
  }

  end(): void {
    // A resource without an end may have taken its records with it.
    const hasRecords = this.#sent > 0 || this.#scopes.some(({ records }) => records.length > 0);
    if (!hasRecords) this.#mendResource();
    this.#send(false);
  }

  #scope(): ScopeGroup {
    if (this.#scopes.length === 0) this.startScope();
    return this.#scopes.at(-1)!;
  }

  #noteLate(what: string, place: FilePlace): void {
    if (this.#sent === 0) return;
    const reason = `${what} comes after so many records that ${this.#sent} were read without it`;
    this.#queue.problem(place, reason);
  }

  #send(isOpen: boolean): void {
    const scopes = this.#scopes.filter(({ records }) => records.length > 0);
    const count = scopes.reduce((sum, { records }) => sum + records.length, 0);
    const last = this.#scopes.at(-1);
    this.#scopes = isOpen && last !== undefined ? [{ ...last, records: [] }] : [];
    this.#heldBytes = 0;
    if (count === 0) return;
    this.#sent += count;
    const place = scopes[0]!.records[0]!.place;
    try {
      const whole = jsonToProtobuf(this.signal, this.#json(scopes), DEFAULT_DECODE_LIMITS);
      if (whole.rejected === 0 && whole.reasons.length === 0) {
        this.#queue.request(this.signal, whole.body, place);
        return;
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    this.#sendOneByOne(scopes, place);
  }

  /** Something is wrong: finds which records it is, and forgives ids in base64. */
  #sendOneByOne(scopes: readonly ScopeGroup[], place: FilePlace): void {
    this.#mendResource();
    for (const group of scopes) {
      const records = group.records
        .map((record) => this.#tryOne(record))
        .filter((record) => record !== undefined);
      if (records.length === 0) continue;
      const scope = this.#mended('scope', group.scope);
      const schemaUrl = this.#mendedUrl(group.schemaUrl);
      try {
        const json = this.#json([{ scope, schemaUrl, records }]);
        const { body } = jsonToProtobuf(this.signal, json, DEFAULT_DECODE_LIMITS);
        this.#queue.request(this.signal, body, place);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        this.#queue.problem(this.#place, error.message, records.length);
      }
    }
  }

  #mendResource(): void {
    this.#resource = this.#mended('resource', this.#resource);
    this.#schemaUrl = this.#mendedUrl(this.#schemaUrl);
  }

  #mendedUrl(json: Uint8Array | undefined): Uint8Array | undefined {
    const url = mendSchemaUrl(json);
    if (url !== json) this.#queue.problem(this.#place, 'a schemaUrl is no text and is left out');
    return url;
  }

  /** What describes the records, without what is wrong in it, which is told. */
  #mended(what: 'resource' | 'scope', json: Uint8Array | undefined): Uint8Array | undefined {
    const names = NAMES[this.signal];
    const mended = mendContext(json, (value) => {
      const group =
        what === 'resource' ? { resource: value } : { [names.scopes]: [{ scope: value }] };
      try {
        objectToProtobuf(this.signal, { [names.resources]: [group] }, DEFAULT_DECODE_LIMITS);
        return undefined;
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        return error.message.replace(/^.*?\.(?=resource|scope\.)/, '');
      }
    });
    if (mended.problem !== undefined)
      this.#queue.problem(this.#place, `the ${what} ${mended.problem}`);
    return mended.json;
  }

  /** The record with its ids in hexadecimal; undefined, and told, where it is wrong. */
  #tryOne(text: RecordText): RecordText | undefined {
    const { json, place } = text;
    let value: unknown;
    try {
      value = parseBounded(Buffer.from(json).toString('utf8'));
    } catch (error) {
      this.#queue.problem(place, whyUnread(error), 1);
      return undefined;
    }
    const names = NAMES[this.signal];
    const record = isRecord(value) ? withHexIds(value) : value;
    const request = { [names.resources]: [{ [names.scopes]: [{ [names.records]: [record] }] }] };
    const { rejected, reasons } = objectToProtobuf(this.signal, request, DEFAULT_DECODE_LIMITS);
    if (rejected > 0 || reasons.length > 0) {
      this.#queue.problem(
        place,
        plainReason(reasons[0] ?? 'it was refused'),
        Math.max(1, rejected),
      );
      return undefined;
    }
    return record === value ? text : { json: Buffer.from(JSON.stringify(record)), place };
  }

  /** The request as JSON text, of the bytes as they were read. */
  #json(scopes: readonly ScopeGroup[]): Uint8Array {
    const names = NAMES[this.signal];
    const parts: Uint8Array[] = [ascii(`{"${names.resources}":[{`)];
    if (this.#resource !== undefined) parts.push(ascii('"resource":'), this.#resource, ascii(','));
    if (this.#schemaUrl !== undefined)
      parts.push(ascii('"schemaUrl":'), this.#schemaUrl, ascii(','));
    parts.push(ascii(`"${names.scopes}":[`));
    for (const [index, { scope, schemaUrl, records }] of scopes.entries()) {
      parts.push(ascii(index === 0 ? '{' : ',{'));
      if (scope !== undefined) parts.push(ascii('"scope":'), scope, ascii(','));
      if (schemaUrl !== undefined) parts.push(ascii('"schemaUrl":'), schemaUrl, ascii(','));
      parts.push(ascii(`"${names.records}":[`));
      for (const [at, { json }] of records.entries()) {
        if (at > 0) parts.push(COMMA);
        parts.push(json);
      }
      parts.push(ascii(']}'));
    }
    parts.push(ascii(']}]}'));
    return Buffer.concat(parts);
  }
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const COMMA = ascii(',');

/** A reason of one record, without how often it was met and where. */
export function plainReason(reason: string): string {
  return reason.replace(/ \(\d+, first at [^)]*\)$/, '');
}
