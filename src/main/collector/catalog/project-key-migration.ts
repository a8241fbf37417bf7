import type { Migration } from './migrations.ts';

/** Archiving and deleting projects; labels, addresses, creator and use of keys. */
export const projectsAndKeys: Migration = {
  version: 4,
  name: 'life of projects, use of keys',
  sql: `
    ALTER TABLE project ADD COLUMN archived_ms INTEGER;
    ALTER TABLE project ADD COLUMN deleting_ms INTEGER;

    ALTER TABLE api_key ADD COLUMN environment TEXT NOT NULL DEFAULT '';
    ALTER TABLE api_key ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE api_key ADD COLUMN created_by TEXT;
    ALTER TABLE api_key ADD COLUMN replaced_ms INTEGER;
    ALTER TABLE api_key ADD COLUMN last_used_from TEXT;
    ALTER TABLE api_key ADD COLUMN last_used_by TEXT;
    ALTER TABLE api_key ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE api_key ADD COLUMN spans INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE api_key ADD COLUMN requests_before INTEGER NOT NULL DEFAULT 0;
  `,
};
