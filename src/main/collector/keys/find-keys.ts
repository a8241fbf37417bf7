import { setImmediate } from 'node:timers/promises';
import { PUBLIC_PREFIX, SECRET_PREFIX } from './key-format.ts';

/** A secret's place in a text. */
export interface KeyInText {
  readonly secret: string;
  count: number;
  /** Line of its first occurrence, from 1. */
  readonly line: number;
}

const SECRET = /spw_(?!pub_)[1-9A-HJ-NP-Za-km-z]{46}(?![1-9A-HJ-NP-Za-km-z])/g;
/** Long enough for `user:secret`, short enough to be no file in a log. */
const BASE64 = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{64,400}={0,2}/g;

/** What no secret and no credentials go across. */
const BETWEEN = /[^A-Za-z0-9+/=_]/g;
/** Looked through at a time, characters: a few milliseconds, in which nobody else is answered. */
const STRETCH = 64 * 1024;

/**
 * Everything in a text that has the form of a secret: as it is, and inside Basic credentials.
 *
 * Whether it is one of ours is decided by its hash. Pauses in long texts.
 */
export async function findSecrets(text: string): Promise<KeyInText[]> {
  const found = new Map<string, KeyInText>();
  let line = 1;
  let counted = 0;
  for (let from = 0; from < text.length;) {
    const end = endOfStretch(text, from);
    for (const [at, secret] of places(text.slice(from, end))) {
      const known = found.get(secret);
      if (known !== undefined) {
        known.count++;
        continue;
      }
      const place = from + at;
      for (
        let i = text.indexOf('\n', counted);
        i >= 0 && i < place;
        i = text.indexOf('\n', i + 1)
      ) {
        line++;
        counted = i + 1;
      }
      found.set(secret, { secret, count: 1, line });
    }
    from = end;
    if (end < text.length) await setImmediate();
  }
  return [...found.values()];
}

function endOfStretch(text: string, from: number): number {
  BETWEEN.lastIndex = from + STRETCH;
  return BETWEEN.exec(text)?.index ?? text.length;
}

/** In the order of the text. */
function places(text: string): [at: number, secret: string][] {
  const plain = [...text.matchAll(SECRET)].map((match): [number, string] => [
    match.index,
    match[0],
  ]);
  const basic = [...text.matchAll(BASE64)].flatMap((match) => {
    const decoded = Buffer.from(match[0], 'base64').toString('latin1');
    if (!decoded.includes(SECRET_PREFIX) && !decoded.includes(PUBLIC_PREFIX)) return [];
    return [...decoded.matchAll(SECRET)].map(([secret]): [number, string] => [match.index, secret]);
  });
  return [...plain, ...basic].sort(([a], [b]) => a - b);
}
