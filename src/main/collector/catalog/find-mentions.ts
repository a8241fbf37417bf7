import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';

/** Where in the catalog a text stands. */
export interface Mentions {
  /** Rows of a project that hold it, by table; tables without any are left out. */
  readonly rows: ReadonlyMap<string, number>;
  /** Names of the copies of before an update, beside the catalog, that hold it in rows of the project. */
  readonly copies: readonly string[];
}

/** Rows looked at at a time, a few ms: a project may have a million scores, and this thread answers everybody. */
const STEP = 500;

const COPY_NAME = /^catalog\.db\.v\d+\.backup$/;

/**
 * Looks for a text in everything that the catalog has of a project, whatever tables there are, and in the copies that
 * updates left beside it. Others have their turn meanwhile.
 *
 * @param file the catalog
 * @param but traces of which what was said does not count
 */
export async function findMentions(
  file: string,
  projectId: string,
  text: string,
  {
    but,
    nativeBinding,
  }: { readonly but: ReadonlySet<string>; readonly nativeBinding?: string | undefined },
): Promise<Mentions> {
  const folder = dirname(file);
  const binding = nativeBinding === undefined ? {} : { nativeBinding };
  const rowsIn = async (path: string, not: ReadonlySet<string>) => {
    // Of its own: while rows are read, a connection is of no use for anything else.
    const db = new Database(path, { ...binding, readonly: true });
    try {
      return await rowsWith(db, projectId, text, not);
    } finally {
      db.close();
    }
  };
  const rows = await rowsIn(file, but);
  const copies: string[] = [];
  for (const name of readdirSync(folder).filter((each) => COPY_NAME.test(basename(each)))) {
    const held = await rowsIn(join(folder, name), new Set());
    if (held.size > 0) copies.push(name);
  }
  return { rows, copies };
}

async function rowsWith(
  db: Database.Database,
  projectId: string,
  text: string,
  but: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .pluck()
    .all() as string[];
  const found = new Map<string, number>();
  // Inside of JSON some characters are written differently.
  const forms = [...new Set([text, JSON.stringify(text).slice(1, -1)])];
  for (const table of tables) {
    const columns = db.pragma(`table_info(${table})`) as { name: string; type: string }[];
    const owner = table === 'project' ? 'id' : 'project_id';
    const texts = columns.filter(({ name, type }) => type === 'TEXT' && name !== owner);
    if (texts.length === 0 || !columns.some(({ name }) => name === owner)) continue;
    const tests = texts.flatMap(({ name }) => forms.map(() => `instr("${name}", ?) > 0`));
    const trace = columns.some(({ name }) => name === 'trace_id') ? 'trace_id' : 'NULL';
    const rows = db
      .prepare(`SELECT ${tests.join(' OR ')}, ${trace} FROM "${table}" WHERE ${owner} = ?`)
      .raw()
      .iterate(...texts.flatMap(() => forms), projectId) as Iterable<[0 | 1 | null, string | null]>;
    let looked = 0;
    let count = 0;
    for (const [holds, traceId] of rows) {
      if (holds === 1 && (traceId === null || !but.has(traceId))) count++;
      if (++looked % STEP === 0) await nextTurn();
    }
    if (count > 0) found.set(table, count);
  }
  return found;
}
