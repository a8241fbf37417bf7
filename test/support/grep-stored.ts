import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const MAX_EXPANDED = 64 * 1024 * 1024;

/**
 * Those of many texts that are anywhere in a data folder, each with the file: in the raw bytes of every file (logs of
 * SQLite and pages no longer in use among them), in what expands of them, and in every row of every database.
 */
export function storedTexts(folder: string, texts: readonly string[]): string[] {
  const found = new Set<string>();
  const look = (path: string, bytes: Buffer): void => {
    const content = bytes.toString('latin1');
    for (const text of texts) if (content.includes(text)) found.add(`${text} in ${path}`);
  };
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  for (const path of files) {
    const bytes = readFileSync(path);
    look(path, bytes);
    // Frames that are in one piece; those spread over pages are read through SQLite.
    for (let at = bytes.indexOf(ZSTD_MAGIC); at >= 0; at = bytes.indexOf(ZSTD_MAGIC, at + 4)) {
      look(path, expanded(bytes.subarray(at)));
    }
    // The lock is held and empty.
    if (!path.endsWith('.db') || path.endsWith('lock.db')) continue;
    for (const value of valuesIn(path)) look(path, value);
  }
  return [...found];
}

function expanded(frame: Buffer): Buffer {
  try {
    return zstdDecompressSync(frame, { maxOutputLength: MAX_EXPANDED });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Every text and blob of a database, compressed ones expanded. */
function* valuesIn(path: string): IterableIterator<Buffer> {
  const db = new Database(path, { readonly: true });
  try {
    const tables = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .pluck()
      .all();
    for (const table of tables) {
      for (const row of db.prepare(`SELECT * FROM "${table}"`).raw().iterate() as Iterable<
        unknown[]
      >) {
        for (const value of row) {
          if (typeof value === 'string') yield Buffer.from(value);
          else if (value instanceof Uint8Array) {
            const blob = Buffer.from(value);
            yield blob.subarray(0, 4).equals(ZSTD_MAGIC) ? expanded(blob) : blob;
          }
        }
      }
    }
  } finally {
    db.close();
  }
}
