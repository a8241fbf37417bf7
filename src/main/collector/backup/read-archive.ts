import { createHash, hash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { MIGRATIONS } from '../catalog/migrations.ts';
import { DATA_VERSION } from '../store/day-file-schema.ts';
import { BACKUP_FORMAT, ENTRY, FormatDocument, isEntryName, Manifest } from './manifest.ts';
import { BLOCK_BYTES, paddingAfter, readTarHeader, TAR_END } from './tar.ts';

/** Bytes read from the archive at a time. */
const READ_BYTES = 1024 * 1024;

/** Largest entry that is kept in memory, bytes: documents, and sealed secrets of some 100,000 people. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** An archive whose every byte was checked. */
export interface CheckedArchive {
  readonly manifest: Manifest;
  /** Entries other than databases, by name. */
  readonly documents: ReadonlyMap<string, Buffer>;
}

export interface ReadArchiveOptions {
  /** Called with the bytes read so far; what it throws ends the reading. */
  readonly progress?: ((bytes: number) => void) | undefined;
  /** Called with each entry as it comes, before the manifest has vouched for it; what it throws ends the reading. */
  readonly onEntry?: ((name: string, document: Buffer | undefined) => void) | undefined;
}

/**
 * Reads an archive to its end and checks every byte of it against its manifest.
 *
 * Only entries of known names are taken, only once, and only regular files: a link, a folder or a path that leads
 * elsewhere is refused by its header.
 * @param folder where its databases are put, as entries are named; null to check only
 * @throws AppError `conflict` for an archive of a newer version, `invalid` for one that is damaged or none
 */
export async function readArchive(
  file: string,
  folder: string | null,
  { progress, onEntry }: ReadArchiveOptions = {},
): Promise<CheckedArchive> {
  const source = new ByteSource(file, progress);
  const found: Manifest['files'] = [];
  const names = new Set<string>();
  const documents = new Map<string, Buffer>();
  try {
    for (;;) {
      const block = await source.take(BLOCK_BYTES);
      if (isZero(block)) {
        await expectEnd(source, file);
        break;
      }
      const entry = readTarHeader(block);
      if (entry === null) throw damaged(file, 'an entry of it is not as Spanward writes them');
      const { name, size } = entry;
      if (!isEntryName(name) || names.has(name)) {
        throw damaged(file, `it must not hold "${name}"`);
      }
      names.add(name);
      const isDocument = !name.endsWith('.db');
      if (isDocument && size > MAX_DOCUMENT_BYTES) throw damaged(file, `"${name}" is too large`);
      if (found.length === 0 && name !== ENTRY.format) throw damaged(file, 'it is no backup');
      if (isDocument) {
        const bytes = Buffer.from(await source.take(size));
        documents.set(name, bytes);
        found.push({ name, bytes: size, sha256: hash('sha256', bytes) });
        if (name === ENTRY.format) checkFormat(file, bytes);
        onEntry?.(name, bytes);
      } else {
        onEntry?.(name, undefined);
        const target = folder === null ? null : join(folder, name);
        found.push({ name, bytes: size, sha256: await copyOut(source, size, target) });
      }
      if (!isZero(await source.take(paddingAfter(size)))) {
        throw damaged(file, `there is something behind "${name}"`);
      }
    }
    return { manifest: checkManifest(file, found, documents), documents };
  } finally {
    source.close();
  }
}

function checkFormat(file: string, bytes: Buffer): void {
  const found = parse(file, FormatDocument, bytes);
  const isNewer =
    found.format > BACKUP_FORMAT ||
    found.catalogSchema > MIGRATIONS.at(-1)!.version ||
    found.dataSchema > DATA_VERSION;
  if (!isNewer) return;
  throw new AppError(
    'conflict',
    `${file} was made by a newer Spanward (${found.version}). Restore it with that version.`,
  );
}

function checkManifest(
  file: string,
  found: Manifest['files'],
  documents: ReadonlyMap<string, Buffer>,
): Manifest {
  const text = documents.get(ENTRY.manifest);
  const sum = documents.get(ENTRY.manifestHash)?.toString('latin1').trim();
  if (text === undefined || sum !== hash('sha256', text)) {
    throw damaged(file, 'its manifest is missing or was changed');
  }
  const manifest = parse(file, Manifest, text);
  // Both are in the order of the archive; the manifest cannot name itself and its hash.
  const listed = found.slice(0, -2);
  const wrong = listed.find((entry, i) => {
    const wanted = manifest.files[i];
    return wanted?.name !== entry.name || wanted.sha256 !== entry.sha256;
  });
  if (wrong !== undefined) throw damaged(file, `"${wrong.name}" is not what was put in`);
  const isWhole =
    listed.length === manifest.files.length &&
    listed.some(({ name }) => name === ENTRY.catalog) &&
    documents.has(ENTRY.head);
  if (!isWhole) throw damaged(file, 'parts of it are missing');
  return manifest;
}

function parse<T>(file: string, schema: { parse(value: unknown): T }, bytes: Buffer): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw damaged(file, 'a document in it cannot be read');
  }
}

/** Hashes an entry, and writes it to a new file that is on the disk afterwards. */
async function copyOut(source: ByteSource, size: number, target: string | null): Promise<string> {
  const sha256 = createHash('sha256');
  let handle: FileHandle | undefined;
  if (target !== null) {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    handle = await open(target, 'wx', 0o600);
  }
  try {
    for (let left = size; left > 0;) {
      const bytes = await source.take(Math.min(left, READ_BYTES));
      sha256.update(bytes);
      await handle?.writeFile(bytes);
      left -= bytes.length;
    }
    await handle?.sync();
  } finally {
    await handle?.close();
  }
  return sha256.digest('hex');
}

async function expectEnd(source: ByteSource, file: string): Promise<void> {
  const rest = await source.take(TAR_END.length - BLOCK_BYTES);
  if (!isZero(rest) || !(await source.isAtEnd()))
    throw damaged(file, 'it does not end where it should');
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

function damaged(file: string, what: string): AppError {
  return new AppError(
    'invalid',
    `${file} is damaged or no backup of Spanward: ${what}. Nothing was restored.`,
  );
}

/** Exact numbers of bytes of a file, one after the other. */
class ByteSource {
  readonly #file: string;
  readonly #stream: ReturnType<typeof createReadStream>;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #progress: ((bytes: number) => void) | undefined;
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string, progress?: (bytes: number) => void) {
    this.#file = file;
    this.#progress = progress;
    this.#stream = createReadStream(file, { highWaterMark: READ_BYTES });
    this.#chunks = this.#stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  async take(bytes: number): Promise<Buffer> {
    const parts = [this.#rest];
    let have = this.#rest.length;
    while (have < bytes) {
      const next = await this.#next();
      if (next === undefined) throw damaged(this.#file, 'it ends too early');
      parts.push(next);
      have += next.length;
    }
    const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts, have);
    this.#rest = all.subarray(bytes);
    return all.subarray(0, bytes);
  }

  async isAtEnd(): Promise<boolean> {
    return this.#rest.length === 0 && (await this.#next()) === undefined;
  }

  close(): void {
    this.#stream.destroy();
  }

  async #next(): Promise<Buffer | undefined> {
    const { done, value } = await this.#chunks.next().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('not_found', `The backup cannot be read: ${reason}`, { cause: error });
    });
    this.#progress?.(this.#stream.bytesRead);
    return done === true ? undefined : value;
  }
}
