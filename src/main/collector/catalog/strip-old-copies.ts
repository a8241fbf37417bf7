import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** As in a backup: without its second factor a password alone would do, so it goes too. */
const STRIP_SQL = `
  UPDATE person SET password = NULL WHERE totp_confirmed = 1 AND totp_secret IS NOT NULL;
  UPDATE person SET totp_secret = NULL, totp_confirmed = 0, recovery_sha256 = '[]'
    WHERE totp_secret IS NOT NULL;`;

/**
 * Takes second factors that are stored in clear out of the copies that migrations left beside the catalog.
 *
 * @returns names of the files that were changed
 */
export function stripOldCopies(dataDir: string, nativeBinding?: string): string[] {
  const binding = nativeBinding === undefined ? {} : { nativeBinding };
  const names = readdirSync(dataDir).filter((name) => /^catalog\.db\.v\d+\.backup$/.test(name));
  return names.filter((name) => {
    const copy = new Database(join(dataDir, name), binding);
    try {
      const columns = copy.pragma('table_info(person)') as { name: string }[];
      if (!columns.some((column) => column.name === 'totp_secret')) return false;
      const sql = 'SELECT count(*) FROM person WHERE totp_secret IS NOT NULL';
      if (copy.prepare(sql).pluck().get() === 0) return false;
      copy.pragma('secure_delete = ON');
      copy.transaction(() => copy.exec(STRIP_SQL))();
      // Nothing of what was taken out stays in a page that is not in use, or in a write-ahead log.
      copy.exec('VACUUM');
      copy.pragma('wal_checkpoint(TRUNCATE)');
      return true;
    } finally {
      copy.close();
    }
  });
}
