import type { Bytes } from './types.ts';

// ASCII armor of age files (age-encryption.org/v1, "ASCII armor"): PEM, as `age -a` writes it.

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----';
const END = '-----END AGE ENCRYPTED FILE-----';
/** Longest line, characters; those of age have 64. */
const MAX_LINE = 4096;

/** Whether bytes begin as an armored age file does, maybe after white space. */
export function isArmored(head: Uint8Array): boolean {
  return asciiOf(head).trimStart().startsWith(BEGIN.slice(0, 24));
}

/** The bytes inside of the armor, as far as it goes: age tells by itself where something is missing. */
export async function* withoutArmor(bytes: Bytes): Bytes {
  let line = '';
  let digits = '';
  let isInside = false;
  for await (const piece of bytes) {
    const lines = (line + asciiOf(piece)).split('\n');
    line = lines.pop()!;
    for (const one of line.trim() === END ? [...lines, line] : lines) {
      const text = one.trim();
      if (text === END) isInside = false;
      else if (isInside) digits += text;
      else isInside = text === BEGIN && digits === '';
    }
    const whole = digits.length - (digits.length % 4);
    if (whole > 0) yield Buffer.from(digits.slice(0, whole), 'base64');
    digits = digits.slice(whole);
    if (line.length > MAX_LINE) return;
  }
}

/** Bytes as text, of which all is ASCII: what UTF-16 adds to it, as some shells do, and marks are left out. */
function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.filter((byte) => byte > 0 && byte < 0x80)).toString('latin1');
}
