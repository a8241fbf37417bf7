/** Limits in UTF-16 units. */
export interface ShortenLimits {
  /** Of a string inside the document. */
  readonly maxString: number;
  /** Of the whole result; the document ends early, but well-formed, where it is reached. */
  readonly maxTotal: number;
}

export interface ShortenedJson {
  readonly text: string;
  /** The document goes on where the result ends. */
  readonly cut: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Shortens the strings of a JSON document without parsing it, so that a document of many megabytes costs milliseconds.
 *
 * Each shortened string ends in what `mark` returns for the offset of its opening quote. Broken JSON gives broken JSON:
 * the result is for a parser that says so.
 */
export function shortenJson(
  text: string,
  limits: ShortenLimits,
  mark: (offset: number) => string,
): ShortenedJson {
  const pieces: string[] = [];
  let length = 0;
  // What would close the document if it ended at the last comma seen, and where in `pieces` that is.
  let closers: string[] = [];
  let safe: { pieces: number; tail: string; closing: string } | undefined;
  let copied = 0;
  const copyTo = (end: number): void => {
    if (end <= copied) return;
    pieces.push(text.slice(copied, end));
    length += end - copied;
    copied = end;
  };
  for (let at = 0; at < text.length; at++) {
    if (length + (at - copied) > limits.maxTotal) {
      const kept =
        safe === undefined ? [] : [...pieces.slice(0, safe.pieces), safe.tail, safe.closing];
      return { text: kept.join(''), cut: true };
    }
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = stringEnd(text, at);
        if (end - at - 1 > limits.maxString) {
          copyTo(cutInString(text, at + 1 + limits.maxString));
          pieces.push(mark(at));
          copied = Math.min(end, text.length);
        }
        at = end;
        break;
      }
      case 0x7b:
        closers.push('}');
        break;
      case 0x5b:
        closers.push(']');
        break;
      case 0x7d:
      case 0x5d:
        closers = closers.slice(0, -1);
        break;
      case 0x2c:
        // Deep commas come by the million; the outer ones cut between messages, not inside one.
        if (closers.length <= 2) {
          safe = {
            pieces: pieces.length,
            tail: text.slice(copied, at),
            closing: closers.toReversed().join(''),
          };
        }
        break;
      default:
    }
  }
  copyTo(text.length);
  return { text: pieces.join(''), cut: false };
}

/** The string literal whose opening quote is at an offset, decoded; undefined when there is none. */
export function stringAt(text: string, offset: number): string | undefined {
  if (text.charCodeAt(offset) !== QUOTE) return undefined;
  try {
    return JSON.parse(text.slice(offset, stringEnd(text, offset) + 1)) as string;
  } catch {
    return undefined;
  }
}

/** Offset of the quote that closes the string opened at `open`; the end of the text when none does. */
function stringEnd(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/** At most `at`, and neither inside an escape nor between the halves of a surrogate pair. */
function cutInString(text: string, at: number): number {
  let cut = at;
  // The longest escape is a pair of \uXXXX: what begins before the cut and ends after it is left out.
  for (let back = cut - 1; back >= cut - 12; back--) {
    if (text.charCodeAt(back) === BACKSLASH) cut = back;
  }
  while (text.charCodeAt(cut - 1) === BACKSLASH) cut -= 1;
  const unit = text.charCodeAt(cut - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? cut - 1 : cut;
}
