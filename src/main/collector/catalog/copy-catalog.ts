import { chmodSync } from 'node:fs';
import Database from 'better-sqlite3';

/** What the copy lacks of a person with a second factor. */
export interface PersonSecrets {
  readonly id: string;
  readonly password: string | null;
  /** As it is stored: sealed, with the id of the person. */
  readonly totpSealed: Uint8Array;
  readonly totpConfirmed: number;
  readonly totpLastStep: number;
  readonly recoverySha256: string;
}

/** What was found in a copy of the catalog. */
export interface CatalogCopy {
  /** Projects that are not being deleted. */
  readonly projectIds: readonly string[];
  readonly keys: number;
  readonly people: number;
  readonly auditEntries: number;
  readonly secrets: readonly PersonSecrets[];
}

const SECRETS_SQL = `
  SELECT id, password, totp_sealed AS totpSealed, totp_confirmed AS totpConfirmed,
    totp_last_step AS totpLastStep, recovery_sha256 AS recoverySha256
  FROM person WHERE totp_sealed IS NOT NULL`;

/**
 * Takes out what is a secret or must not come to life again elsewhere: second factors, sessions and reset codes.
 * Without its second factor a password alone would do, so it goes too.
 */
const CLEAN_SQL = `
  UPDATE person SET password = NULL WHERE totp_confirmed = 1;
  UPDATE person SET totp_clear = NULL, totp_sealed = NULL, totp_confirmed = 0, totp_last_step = 0,
    recovery_sha256 = '[]' WHERE totp_clear IS NOT NULL OR totp_sealed IS NOT NULL;
  UPDATE person SET reset_sha256 = NULL, reset_expires_ms = NULL;
  DELETE FROM session;`;

/** Copies the catalog as of one moment, without blocking its owner, and takes the secrets out of the copy. */
export function copyCatalog(from: string, to: string, nativeBinding?: string): CatalogCopy {
  const binding = nativeBinding === undefined ? {} : { nativeBinding };
  const source = new Database(from, { ...binding, readonly: true, fileMustExist: true });
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  const copy = new Database(to, binding);
  try {
    const secrets = copy.prepare(SECRETS_SQL).all() as PersonSecrets[];
    copy.pragma('journal_mode = MEMORY');
    copy.pragma('secure_delete = ON');
    copy.transaction(() => copy.exec(CLEAN_SQL))();
    // Nothing of what was taken out stays in a page that is not in use.
    copy.exec('VACUUM');
    copy.pragma('journal_mode = WAL');
    const count = (table: string) =>
      copy.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    return {
      projectIds: copy
        .prepare('SELECT id FROM project WHERE deleting_ms IS NULL ORDER BY id')
        .pluck()
        .all() as string[],
      keys: count('api_key'),
      people: count('person'),
      auditEntries: count('audit_entry'),
      secrets,
    };
  } finally {
    copy.close();
  }
}
