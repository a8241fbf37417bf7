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

/**
 * Everything in a text that has the form of a secret: as it is, and inside Basic credentials.
 *
 * Whether it is one of ours is decided by its hash.
 */
export function findSecrets(text: string): KeyInText[] {
  const found = new Map<string, KeyInText>();
  let line = 1;
  let counted = 0;
  const add = (secret: string, at: number): void => {
    const known = found.get(secret);
    if (known !== undefined) {
      known.count++;
      return;
    }
    for (let i = text.indexOf('\n', counted); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
      line++;
      counted = i + 1;
    }
    found.set(secret, { secret, count: 1, line });
  };
  for (const [at, secret] of places(text)) add(secret, at);
  return [...found.values()];
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
