import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';

/** Where in the catalog a text stands. */
export interface Mentions {
  /** Rows of a project that hold it, by table; tables without any are left out. */
  readonly rows: ReadonlyMap<string, number>;
  /** Names of the copies of before an update, beside the catalog, that hold it in rows of the project. */
  readonly copies: readonly string[];
}

const COPY_NAME = /^catalog\.db\.v\d+\.backup$/;

/**
 * Looks for a text in everything that the catalog has of a project, whatever tables there are, and in the copies that
 * updates left beside it.
 *
 * @param but traces of which what was said does not count
 */
export function findMentions(
  catalog: Database.Database,
  projectId: string,
  text: string,
  {
    but,
    nativeBinding,
  }: { readonly but: ReadonlySet<string>; readonly nativeBinding?: string | undefined },
): Mentions {
  const folder = dirname(catalog.name);
  const binding = nativeBinding === undefined ? {} : { nativeBinding };
  const copies = readdirSync(folder).filter((name) => COPY_NAME.test(basename(name)));
  return {
    rows: rowsWith(catalog, projectId, text, but),
    copies: copies.filter((name) => {
      const copy = new Database(join(folder, name), { ...binding, readonly: true });
      try {
        return rowsWith(copy, projectId, text, new Set()).size > 0;
      } finally {
        copy.close();
      }
    }),
  };
}

function rowsWith(
  db: Database.Database,
  projectId: string,
  text: string,
  but: ReadonlySet<string>,
): Map<string, number> {
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
      .prepare(`SELECT ${trace} FROM "${table}" WHERE ${owner} = ? AND (${tests.join(' OR ')})`)
      .pluck()
      .all(projectId, ...texts.flatMap(() => forms)) as (string | null)[];
    const count = rows.filter((traceId) => traceId === null || !but.has(traceId)).length;
    if (count > 0) found.set(table, count);
  }
  return found;
}
