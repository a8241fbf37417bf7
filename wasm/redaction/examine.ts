import { HAS_CONTEXT, NAMES_NUMBER } from './keys';
import { isKnownText } from './known-texts';
import { CODES, MAX_TEXT, VIEW } from './layout';
import { hasBackslash, isAscii, loadText, MALFORMED, viewText } from './load';
import { CLEAN, DISGUISED, walk } from './walk';

/** Up to this many bytes the scanner begins with a text as it lies there, even if it has escapes. */
const MAX_COPIED = 160;

/** Characters of the shortest base64 that is unpacked. */
const LEAST_ENCODED: usize = 24;

/** True where rules of the user's look at what the filter calls clean, as it lies there: it must be plain ASCII then. */
let isStrict = false;

export function setStrict(strict: bool): void {
  isStrict = strict;
}

/** True when the scanner would find nothing in the UTF-8 at these bytes; `flags` are those of its key. */
export function isClean(from: usize, to: usize, flags: i32, policy: i32): bool {
  if (hasNothing(from, to, flags & NAMES_NUMBER) && !mayBeEncoded(from, to)) return true;
  if ((flags & HAS_CONTEXT) !== 0 || <i32>(to - from) > MAX_TEXT) return false;
  return isKnownText(from, to, policy);
}

/** `encodedTexts` of the scanner looks into these: base64 from end to end, as far as its beginning tells. */
function mayBeEncoded(from: usize, to: usize): bool {
  if (to - from < LEAST_ENCODED || ((to - from) & 3) !== 0) return false;
  let cases = 0;
  // The last two may be signs of equality.
  for (let at = from; at < from + LEAST_ENCODED - 2; at++) {
    const code = <i32>load<u8>(at);
    if (<u32>((code | 32) - 97) < 26) cases |= code & 32 ? 1 : 2;
    // Digits and a slash, or a plus.
    else if (<u32>(code - 47) > 10 && code !== 43) return false;
  }
  return cases === 3;
}

function hasNothing(from: usize, to: usize, names: i32): bool {
  const size = loadText(from, to);
  if (size === MALFORMED) return false;
  if (isStrict) return isAscii && walk(CODES + 128, size, false, names) === CLEAN;
  if (!hasBackslash || (isAscii && size <= MAX_COPIED)) {
    const found = walk(CODES + 128, size, false, names);
    if (found !== DISGUISED) return found === CLEAN;
  }
  return walk(VIEW + 128, viewText(size), true, names) === CLEAN;
}
