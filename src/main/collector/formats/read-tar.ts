import { createHash } from 'node:crypto';
import { BLOCK_BYTES, paddingAfter } from '../backup/tar.ts';
import { parseBounded } from '../otlp/bounded-json.ts';
import { ByteSource } from './byte-source.ts';
import type { FoundQueue } from './found-queue.ts';
import { isRecord, textOf } from './otlp-span.ts';
import type { Found } from './types.ts';

/** Reads an entry by its content. */
export type ReadEntry = (source: ByteSource) => AsyncGenerator<Found>;

/** Largest entry read whole: lists and manifests, bytes. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 100_000;
/** Twice the longest note with each character escaped; characters. */
const MAX_ANNOTATION = 256 * 1024;

interface Header {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
}

/** Whether bytes begin as a tar archive does. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK_BYTES && readHeader(head) !== undefined;
}

/**
 * Reads every file of a tar archive by its content: JamJet's replay bundles, bundles of Spanward, or any other. What a
 * manifest says of them is compared at the end.
 */
export async function* readTar(
  source: ByteSource,
  queue: FoundQueue,
  readEntry: ReadEntry,
): AsyncGenerator<Found> {
  const hashes = new Map<string, string>();
  let manifest: unknown;
  let lines = 0;
  for (let entries = 0; ; entries += 1) {
    const at = source.offset;
    if (entries === MAX_ENTRIES) {
      queue.problem(
        { byte: at },
        `the archive has more than ${MAX_ENTRIES} entries; the rest is left out`,
      );
      break;
    }
    const block = await source.take(BLOCK_BYTES);
    if (block.length === 0) {
      queue.problem(
        { byte: at },
        'the archive ends without its mark of the end: more may be missing',
      );
      break;
    }
    if (block.every((byte) => byte === 0)) break;
    const header = block.length < BLOCK_BYTES ? undefined : readHeader(block);
    if (header === undefined) {
      queue.problem({ byte: at }, 'the archive is damaged from here on');
      break;
    }
    const { name, size, type } = header;
    const hash = createHash('sha256');
    let read = 0;
    const content = new ByteSource(
      (async function* () {
        for await (const piece of source.part(size)) {
          hash.update(piece);
          read += piece.length;
          yield piece;
        }
      })(),
    );
    queue.entry = name;
    if (type === 'file') {
      const base = name.split('/').at(-1)!;
      if (base === 'manifest.json' || base === 'spanward.json') {
        manifest = parsed(await content.take(MAX_WHOLE_BYTES)) ?? manifest;
      } else if (base === 'annotations.jsonl') yield* readAnnotations(content, queue);
      // What macOS keeps beside each file begins with a dot and an underscore.
      else if (['audit.jsonl', 'agents.json'].includes(base) || base.startsWith('._')) {
        queue.skipped({}, 'it holds no telemetry');
      } else {
        const counted =
          base === 'events.jsonl' ? countLines(content, (count) => (lines += count)) : content;
        yield* readEntry(counted);
      }
    }
    while ((await content.next()) !== undefined);
    queue.entry = undefined;
    if (read < size) {
      queue.problem(
        { byte: source.offset, entry: name },
        `it is cut short by ${size - read} bytes`,
      );
      break;
    }
    if (type === 'file') hashes.set(name, hash.digest('hex'));
    await source.skip(paddingAfter(size));
    yield* queue.take();
  }
  checkManifest(manifest, hashes, lines, queue);
  yield* queue.take();
}

/** Compares what a bundle's manifest says with what was in it. */
function checkManifest(
  manifest: unknown,
  hashes: ReadonlyMap<string, string>,
  lines: number,
  queue: FoundQueue,
): void {
  if (!isRecord(manifest)) return;
  const schema = textOf(manifest['schema'] ?? manifest['schema_version']);
  if (schema !== '') queue.format(schema);
  const events = manifest['event_count'];
  if (typeof events === 'number' && events !== lines) {
    queue.problem(
      { entry: 'manifest.json' },
      `the manifest says ${events} events, read were ${lines}`,
    );
  }
  const files = manifest['files'];
  if (!Array.isArray(files)) {
    if (schema.startsWith('spanward-bundle')) {
      queue.problem({ entry: 'manifest.json' }, 'the manifest is missing: the bundle is cut short');
    }
    return;
  }
  for (const file of files.filter(isRecord)) {
    const name = textOf(file['name']);
    const hash = hashes.get(name);
    if (hash === undefined)
      queue.problem({ entry: name }, 'the manifest names it, but it is missing');
    else if (hash !== file['sha256']) {
      queue.problem({ entry: name }, 'it was changed: its SHA-256 is not that of the manifest');
    }
  }
}

/** The same bytes; tells how many lines with content they hold. */
function countLines(source: ByteSource, add: (count: number) => void): ByteSource {
  return new ByteSource(
    (async function* () {
      let isEmpty = true;
      for await (const piece of source.rest()) {
        for (const byte of piece) {
          if (byte === 0x0a) {
            if (!isEmpty) add(1);
            isEmpty = true;
          } else if (byte > 0x20) isEmpty = false;
        }
        yield piece;
      }
      if (!isEmpty) add(1);
    })(),
  );
}

async function* readAnnotations(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  const text = Buffer.from(await source.take(MAX_WHOLE_BYTES)).toString('utf8');
  const isCut = (await source.peek(1)).length > 0;
  let line = 0;
  for (let from = 0; from < text.length; line += 1) {
    const newline = text.indexOf('\n', from);
    // The last one is cut.
    if (newline < 0 && isCut) break;
    const end = newline < 0 ? text.length : newline;
    const place = { line: line + 1 };
    if (end - from > MAX_ANNOTATION) queue.problem(place, 'the annotation is too long', 1);
    else {
      const json = text.slice(from, end);
      if (json.trim() !== '') queue.annotation(place, json);
    }
    from = end + 1;
    if (line % 1000 === 0) yield* queue.take();
  }
  if (isCut) {
    const most = `${MAX_WHOLE_BYTES / 1024 / 1024} MiB`;
    queue.problem(
      { line: line + 1 },
      `there are more than ${most} of annotations; the rest is left out`,
    );
  }
  yield* queue.take();
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseBounded(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A header of any tar since 1988; undefined where its checksum is wrong. */
function readHeader(block: Uint8Array): Header | undefined {
  const header = Buffer.from(block.buffer, block.byteOffset, BLOCK_BYTES);
  const stated = Number.parseInt(textIn(header, 148, 8), 8);
  let sum = 0;
  for (let at = 0; at < BLOCK_BYTES; at += 1) sum += at >= 148 && at < 156 ? 0x20 : header[at]!;
  if (sum !== stated) return undefined;
  const size =
    (header[124]! & 0x80) === 0
      ? Number.parseInt(textIn(header, 124, 12) || '0', 8)
      : Number(header.readBigUInt64BE(128));
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  const prefix = textIn(header, 257, 5) === 'ustar' ? textIn(header, 345, 155) : '';
  const name = textIn(header, 0, 100);
  // Plain files, of old archives too, and those that were to lie in one piece.
  const type = [0x30, 0, 0x37].includes(header[156]!) ? 'file' : 'other';
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type };
}

function textIn(header: Buffer, at: number, length: number): string {
  const end = header.subarray(at, at + length).indexOf(0);
  return header.toString('utf8', at, end < 0 ? at + length : at + end).trim();
}
