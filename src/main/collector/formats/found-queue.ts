import type { Signal } from '../otlp/types.ts';
import type { FilePlace, Found } from './types.ts';

/** Collects what readers find until it is taken; each format is told once. */
export class FoundQueue {
  #found: Found[] = [];
  readonly #formats = new Set<string>();
  /** The archive entry being read. */
  entry: string | undefined;

  /** What was found since the last call. */
  take(): Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  format(name: string): void {
    if (this.#formats.has(name)) return;
    this.#formats.add(name);
    this.#found.push({ kind: 'format', name });
  }

  /** @param body is copied where it is a part of other memory */
  request(signal: Signal, body: Uint8Array, place: FilePlace): void {
    if (body.length === 0) return;
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
    this.#found.push({ kind: 'problem', place: this.#at(place), reason, records });
  }

  skipped(place: FilePlace, reason: string): void {
    this.#found.push({ kind: 'skipped', place: this.#at(place), reason });
  }

  annotation(place: FilePlace, json: string): void {
    this.#found.push({ kind: 'annotation', place: this.#at(place), json });
  }

  #at(place: FilePlace): FilePlace {
    return this.entry === undefined ? place : { ...place, entry: this.entry };
  }
}
