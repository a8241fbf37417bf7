import type { Migration } from './migrations.ts';

/**
 * Secrets of second factors are kept sealed. Those stored in clear are sealed at the next start, for which the key
 * file is needed, and their column stays empty from then on.
 *
 * Entries of the audit log are found by their organization.
 */
export const secondFactors: Migration = {
  version: 8,
  name: 'sealed second factors, audit entries by organization',
  sql: `
    ALTER TABLE person RENAME COLUMN totp_secret TO totp_clear;
    ALTER TABLE person ADD COLUMN totp_sealed BLOB;
    CREATE INDEX audit_entry_organization ON audit_entry (organization_id, sequence)
      WHERE organization_id IS NOT NULL;
  `,
};
