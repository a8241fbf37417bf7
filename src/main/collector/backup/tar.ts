/** Bytes a tar archive is counted in. */
export const BLOCK_BYTES = 512;

/** What two zeroed blocks mark: the end. */
export const TAR_END = new Uint8Array(2 * BLOCK_BYTES);

/** Largest size that fits the eleven octal digits of POSIX; above it, GNU's binary form. */
const MAX_OCTAL = 8 ** 11 - 1;

const SIZE_AT = 124;
const SIZE_BYTES = 12;
const CHECKSUM_AT = 148;

/** Zeros that follow content of this size, up to the next block; bytes. */
export function paddingAfter(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

/**
 * The header of a regular file (POSIX.1-1988 ustar): mode 0600, nobody's, without a time.
 *
 * The same name and size always give the same bytes, so a reader can insist on them.
 * @param name at most 100 ASCII characters
 */
export function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  if (name.length === 0 || name.length > 100) throw new RangeError(`"${name}" fits no tar header.`);
  header.write(name, 0, 'latin1');
  header.write('0000600\0', 100, 'latin1');
  header.write('0000000\0', 108, 'latin1');
  header.write('0000000\0', 116, 'latin1');
  writeSize(header, size);
  header.write('00000000000\0', 136, 'latin1');
  header.write('        ', CHECKSUM_AT, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM_AT, 'latin1');
  return header;
}

/**
 * Name and size a header gives; null for one that {@link tarHeader} would not write byte for byte: damaged, or a link,
 * a folder, another format.
 */
export function readTarHeader(header: Buffer): { name: string; size: number } | null {
  const end = header.indexOf(0);
  const name = header.toString('latin1', 0, Math.min(100, end < 0 ? 100 : end));
  const size = readSize(header);
  if (name === '' || !Number.isSafeInteger(size) || size < 0) return null;
  return tarHeader(name, size).equals(header) ? { name, size } : null;
}

function writeSize(header: Buffer, size: number): void {
  if (size <= MAX_OCTAL) {
    header.write(`${size.toString(8).padStart(11, '0')}\0`, SIZE_AT, 'latin1');
    return;
  }
  header[SIZE_AT] = 0x80;
  header.writeBigUInt64BE(BigInt(size), SIZE_AT + SIZE_BYTES - 8);
}

function readSize(header: Buffer): number {
  if (header[SIZE_AT] === 0x80) return Number(header.readBigUInt64BE(SIZE_AT + SIZE_BYTES - 8));
  return Number.parseInt(header.toString('latin1', SIZE_AT, SIZE_AT + SIZE_BYTES - 1), 8);
}
