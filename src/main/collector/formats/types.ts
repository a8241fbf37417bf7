import type { BodyFormat } from '../ingest/types.ts';
import type { Signal } from '../otlp/types.ts';

/** Where in a file something is; what is not known is absent. */
export interface FilePlace {
  /** From 1, in the text as it is once unpacked. */
  readonly line?: number | undefined;
  /** Offset from 0, once unpacked. */
  readonly byte?: number | undefined;
  /** Name of the entry, where the file is an archive. */
  readonly entry?: string | undefined;
}

/** One OTLP request made of a part of a file. */
export interface FoundRequest {
  readonly kind: 'request';
  readonly signal: Signal;
  readonly format: BodyFormat;
  /** Of its own memory: it is handed to another thread. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Where the part begins. */
  readonly place: FilePlace;
}

/** A part of a file that could not be read; the rest of the file is read all the same. */
export interface FoundProblem {
  readonly kind: 'problem';
  readonly place: FilePlace;
  /** Says what is wrong, never what the file holds. */
  readonly reason: string;
  /** Records lost, as far as they can be told. */
  readonly records: number;
}

/** Something a file holds beside telemetry that was read over on purpose. */
export interface FoundSkip {
  readonly kind: 'skipped';
  readonly place: FilePlace;
  readonly reason: string;
}

/** Notes, pins, tags and scores of a bundle: one JSON document, as it was written there. */
export interface FoundAnnotation {
  readonly kind: 'annotation';
  readonly place: FilePlace;
  readonly json: string;
}

/** A format or compression that was met; told once each. */
export interface FoundFormat {
  readonly kind: 'format';
  readonly name: string;
}

/** What a reader gives out, in the order of the file. */
export type Found = FoundRequest | FoundProblem | FoundSkip | FoundAnnotation | FoundFormat;

/** A stream of a file's bytes. */
export type Bytes = AsyncIterable<Uint8Array>;

/** A file cannot be read at all: a wrong passphrase, nothing in it that is known. */
export class UnreadableFile extends Error {}
