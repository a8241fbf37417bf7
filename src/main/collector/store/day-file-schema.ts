/** "SPWD": marks a SQLite file as one of ours. */
export const DATA_APPLICATION_ID = 0x53505744;

/**
 * The schema of a data file, one step a version; `user_version` counts the steps a file has behind it.
 *
 * Blobs live in tables of their own so that a scan of one kind stays dense. The only index is the
 * primary key of `trace_segment`: keys arrive in random order, and each further index would cost as
 * much again as everything else about an insert.
 */
export const DATA_MIGRATIONS: readonly string[] = [
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
    trace_key INTEGER NOT NULL,        -- see trace-key.ts; ids may collide
    segment_id INTEGER NOT NULL,
    first INTEGER NOT NULL,            -- ordinals first to first + count - 1
    count INTEGER NOT NULL,
    PRIMARY KEY (trace_key, segment_id, first)
  ) STRICT, WITHOUT ROWID;
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

/** Frames one segment may have; see the id of the table `frame`. */
export const FRAMES_PER_SEGMENT = 65_536;
