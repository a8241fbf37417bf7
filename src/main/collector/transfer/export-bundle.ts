import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import { Readable } from 'node:stream';
import { VERSION } from '../../version.ts';
import { paddingAfter, TAR_END, tarHeader } from '../backup/tar.ts';
import { encryptAge } from '../formats/age.ts';
import type { Bytes } from '../formats/types.ts';
import { encodeRequest } from '../otlp/encode.ts';
import type { Signal } from '../otlp/types.ts';
import type { ExportBatch } from '../store/types.ts';
import { groupsOf } from './group-records.ts';

/** What the first entry and the manifest of a bundle say it is. */
export const BUNDLE_SCHEMA = 'spanward-bundle-1';
/** Bytes of one entry with telemetry: all that is lost where one is damaged. */
const PART_BYTES = 4 * 1024 * 1024;

export interface BundleContent {
  readonly signals: readonly Signal[];
  batches(signal: Signal): AsyncIterable<ExportBatch>;
  /** Notes, pins, tags and scores, one JSON document each. */
  annotations(): AsyncIterable<string>;
  /** Time of making it, ms since the epoch. */
  readonly atMs: number;
  readonly passphrase: string | undefined;
  /** Told of records that went in. */
  readonly onRecords: (count: number) => void;
}

interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * A bundle: a gzip'ed tar archive of OTLP protobuf in parts, annotations and a manifest with the SHA-256 of each entry,
 * as a whole encrypted with age where there is a passphrase.
 */
export async function makeBundle(content: BundleContent): Promise<Bytes> {
  const packed: Bytes = Readable.from(entries(content), { objectMode: false }).pipe(
    zlib.createGzip({ level: 6, chunkSize: 256 * 1024 }),
  );
  return content.passphrase === undefined ? packed : encryptAge(packed, content.passphrase);
}

async function* entries(content: BundleContent): AsyncGenerator<Buffer> {
  const files: ManifestFile[] = [];
  const entry = function* (name: string, bytes: Uint8Array): Generator<Buffer> {
    files.push({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    yield tarHeader(name, bytes.length);
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    yield Buffer.alloc(paddingAfter(bytes.length));
  };
  yield* entry('spanward.json', json({ schema: BUNDLE_SCHEMA }));
  const counts: Record<string, number> = {};
  for (const signal of content.signals) {
    let parts: Uint8Array[] = [];
    let bytes = 0;
    let number = 0;
    counts[signal] = 0;
    const part = function* (): Generator<Buffer> {
      if (bytes === 0) return;
      number += 1;
      yield* entry(`${signal}/${String(number).padStart(6, '0')}.otlp`, Buffer.concat(parts));
      parts = [];
      bytes = 0;
    };
    for await (const batch of content.batches(signal)) {
      if (batch.records.length === 0) continue;
      const request = encodeRequest(groupsOf(batch));
      counts[signal] += batch.records.length;
      content.onRecords(batch.records.length);
      parts.push(request);
      bytes += request.length;
      if (bytes >= PART_BYTES) yield* part();
    }
    yield* part();
  }
  const annotations: string[] = [];
  for await (const one of content.annotations()) annotations.push(`${one}\n`);
  if (annotations.length > 0) yield* entry('annotations.jsonl', Buffer.from(annotations.join('')));
  const manifest = {
    schema: BUNDLE_SCHEMA,
    version: VERSION,
    at: new Date(content.atMs).toISOString(),
    counts: { ...counts, annotations: annotations.length },
    files: [...files],
  };
  yield* entry('manifest.json', json(manifest));
  yield Buffer.from(TAR_END);
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
