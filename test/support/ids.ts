import { createHash } from 'node:crypto';

// The same ids in every run, so that what depends on their order fails always or never. Others: IDS_SEED=1.
const seed = process.env['IDS_SEED'] ?? '20261121';
let made = 0;

/** A trace id: 16 bytes as 32 hexadecimal digits, another one with each call. */
export const newTraceId = (): string => nextHex(16);

/** A span id: 8 bytes as 16 hexadecimal digits, another one with each call. */
export const newSpanId = (): string => nextHex(8);

function nextHex(bytes: number): string {
  made += 1;
  return createHash('sha256')
    .update(`${seed} ${made}`)
    .digest('hex')
    .slice(0, 2 * bytes);
}
