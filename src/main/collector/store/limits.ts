/** Raw bytes of records compressed together: small enough to read one trace, large enough to compress well. */
export const FRAME_BYTES = 256 * 1024;
/** zstd level on the ingest path. */
export const HOT_LEVEL = 1;
/** Raw bytes of a frame in a packed segment: one that is opened takes about a millisecond and a half to expand. */
export const PACKED_FRAME_BYTES = 1536 * 1024;
/** Raw bytes and records of segments joined into one: more packs tighter, but a rare attribute is looked for in all. */
export const PACKED_SEGMENT_BYTES = 5 * 1024 * 1024;
export const PACKED_SEGMENT_RECORDS = 4096;
/** Records one segment may hold; far more than a request of the largest size can carry. */
export const MAX_SEGMENT_RECORDS = 1 << 24;
/** Largest raw size of any compressed section; bounds what a damaged size field can allocate. */
export const MAX_SECTION_BYTES = 1 << 30;
/** Page size of data files, bytes. */
export const PAGE_BYTES = 8192;
