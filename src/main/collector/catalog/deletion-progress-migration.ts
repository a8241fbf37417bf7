import type { Migration } from './migrations.ts';

/** How far deletions are, apart from what they look for, which may be long: written for every day that goes. */
export const deletionProgressMigration: Migration = {
  version: 18,
  name: 'progress of deletions',
  sql: `
    CREATE TABLE deletion_progress (
      deletion_id TEXT PRIMARY KEY REFERENCES deletion (id) ON DELETE CASCADE,
      progress TEXT NOT NULL
    ) STRICT;
    INSERT INTO deletion_progress
      SELECT id, json_object('removed', json_extract(selection, '$.removed')) FROM deletion
      WHERE json_type(selection, '$.removed') = 'object';
    UPDATE deletion SET selection = json_remove(selection, '$.removed');
  `,
};
