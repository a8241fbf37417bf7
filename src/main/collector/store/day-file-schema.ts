import type Database from 'better-sqlite3';

/** "SPWD": marks a SQLite file as one of ours. */
export const DATA_APPLICATION_ID = 0x53505744;

/**
 * The schema of a data file, one step a version; `user_version` counts the steps a file has behind it.
 *
 * Blobs live in tables of their own so that a scan of one kind stays dense. The only index is the
 * primary key of `trace_segment`: each further one would cost as much again as everything else about
 * an insert. Its keys arrive in random order; epochs keep the part of it that is written small, so
 * that an insert into a file of ten million spans dirties no more pages than one into an empty file.
 */
const DATA_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    records INTEGER NOT NULL,          -- dead ones included
    live INTEGER NOT NULL,             -- without the dead ones
    min_us INTEGER NOT NULL,
    max_us INTEGER NOT NULL,
    committed_ms INTEGER NOT NULL,
    dead BLOB                          -- bitmap of ordinals that are duplicates of stored records
  ) STRICT;
  CREATE TABLE segment_parts (segment_id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE segment_header (segment_id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE segment_context (segment_id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE segment_filter (segment_id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE frame (
    id INTEGER PRIMARY KEY,            -- segment id * 65536 + number of the frame in it
    first INTEGER NOT NULL,            -- ordinal of its first record
    records INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE TABLE trace_segment (
    epoch INTEGER NOT NULL,            -- rows are entered epoch after epoch, from 0
    trace_key INTEGER NOT NULL,        -- see trace-key.ts; ids may collide
    segment_id INTEGER NOT NULL,
    first INTEGER NOT NULL,            -- ordinals first to first + count - 1
    count INTEGER NOT NULL,
    PRIMARY KEY (epoch, trace_key, segment_id, first)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE trace_epoch (
    epoch INTEGER PRIMARY KEY,         -- complete ones only
    filter BLOB NOT NULL               -- over its keys; see writer/epoch-filters.ts
  ) STRICT;
  CREATE TABLE totals (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    records INTEGER NOT NULL,          -- without dead ones
    min_us INTEGER NOT NULL,
    max_us INTEGER NOT NULL
  ) STRICT;
  INSERT INTO totals VALUES (1, 0, 9007199254740991, 0);
  `,
];

/** The newest version of a data file that this program can read. */
export const DATA_VERSION = DATA_MIGRATIONS.length;

/** Brings a file of this version, 0 for an empty one, to the newest. */
export function migrateFrom(db: Database.Database, version: number): void {
  for (const step of DATA_MIGRATIONS.slice(version)) db.exec(step);
  db.pragma(`application_id = ${DATA_APPLICATION_ID}`);
  db.pragma(`user_version = ${DATA_VERSION}`);
}

/** Frames one segment may have; see the id of the table `frame`. */
export const FRAMES_PER_SEGMENT = 65_536;

/**
 * Rows of `trace_segment` after which a new epoch begins: some 60 pages, which every commit dirties in
 * full. Ten million spans make about 190 epochs, each one more place to look for a trace (about 1 us).
 */
export const EPOCH_ROWS = 8000;

/** Finds where a trace is, oldest first: `segmentId`, `first` and `count` for the key bound to it. */
export const FIND_TRACE_SQL = `
  WITH RECURSIVE number(epoch) AS (
    SELECT 0
    UNION ALL
    SELECT epoch + 1 FROM number WHERE epoch < (SELECT max(epoch) FROM trace_segment)
  )
  SELECT segment_id AS segmentId, first, count
  FROM number CROSS JOIN trace_segment USING (epoch)
  WHERE trace_key = ?`;
