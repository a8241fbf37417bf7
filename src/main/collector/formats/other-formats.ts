/** What files begin with that are no telemetry, and what to do with them instead. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'a ZIP archive: unpack it first'],
  ['BZh', 'packed with bzip2: unpack it first'],
  ['\xfd7zXZ\0', 'packed with xz: unpack it first'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive: unpack it first'],
  ['\x04\x22\x4d\x18', 'packed with LZ4: unpack it first'],
  ['PAR1', 'a Parquet file: export it as JSON or CSV'],
  ['SQLite format 3\0', 'a SQLite database: export what is in it as JSON or CSV'],
];

/** What a file of a kind that holds no telemetry here is; undefined for all others. */
export function otherFormat(head: Uint8Array): string | undefined {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1');
  return OTHERS.find(([magic]) => start.startsWith(magic))?.[1];
}
