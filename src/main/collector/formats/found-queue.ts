import type { Signal } from '../otlp/types.ts';
import type { FilePlace, Found } from './types.ts';

/** Longest reason, characters: that of a value inside of many others names them all. */
const MAX_REASON = 300;

/** Collects what readers find until it is taken; each format is told once. */
export class FoundQueue {
  #found: Found[] = [];
  readonly #formats = new Set<string>();
  #isKnown = false;
  #hasContent = false;
  #hasProblems = false;
  /** The archive entry being read. */
  entry: string | undefined;

  /** What was found since the last call. */
  take(): Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Whether anything was found to be of a known format. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Whether telemetry or annotations were found. */
  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** Whether anything was told to be wrong. */
  get hasProblems(): boolean {
    return this.#hasProblems;
  }

  /** How what follows is packed or written, whatever it is. */
  layer(name: string): void {
    this.#tellOnce(name);
  }

  format(name: string): void {
    this.#isKnown = true;
    this.#tellOnce(name);
  }

  #tellOnce(name: string): void {
    if (this.#formats.has(name)) return;
    this.#formats.add(name);
    this.#found.push({ kind: 'format', name });
  }

  /** @param body is copied where it is a part of other memory */
  request(signal: Signal, body: Uint8Array, place: FilePlace): void {
    if (body.length === 0) return;
    this.#hasContent = true;
    const isWhole = body.buffer instanceof ArrayBuffer && body.buffer.byteLength === body.length;
    const own = isWhole ? (body as Uint8Array<ArrayBuffer>) : new Uint8Array(body);
    this.#found.push({
      kind: 'request',
      signal,
      format: 'protobuf',
      body: own,
      place: this.#at(place),
    });
  }

  problem(place: FilePlace, reason: string, records = 0): void {
    this.#hasProblems = true;
    // What is wrong stands at its end.
    const half = MAX_REASON / 2;
    const said =
      reason.length > MAX_REASON ? `${reason.slice(0, half)}…${reason.slice(-half)}` : reason;
    this.#found.push({ kind: 'problem', place: this.#at(place), reason: said, records });
  }

  skipped(place: FilePlace, reason: string): void {
    this.#found.push({ kind: 'skipped', place: this.#at(place), reason });
  }

  annotation(place: FilePlace, json: string): void {
    this.#hasContent = true;
    this.#found.push({ kind: 'annotation', place: this.#at(place), json });
  }

  #at(place: FilePlace): FilePlace {
    return this.entry === undefined ? place : { ...place, entry: this.entry };
  }
}
