/** A text without which no text matches a pattern. */
export interface RequiredText {
  readonly text: string;
  /** Whether its letters, then ASCII only, may be of either case. */
  readonly ignoresCase: boolean;
}

/** Fewer characters are nearly everywhere. */
const LEAST = 2;

/**
 * The longest text that a match of an RE2 pattern holds for certain; undefined where none can be told.
 *
 * Only what is written side by side is taken: what is in brackets of any kind, and anything that is not sure to be a
 * plain character, ends a text. Alternatives at the top, and flags other than `(?i)` at the beginning, tell nothing.
 */
export function requiredText(pattern: string): RequiredText | undefined {
  const ignoresCase = pattern.startsWith('(?i)');
  const chars = [...(ignoresCase ? pattern.slice(4) : pattern)];
  const texts: string[] = [];
  let run: string[] = [];
  const end = (): void => {
    texts.push(run.join(''));
    run = [];
  };
  for (let at = 0; at < chars.length;) {
    const char = chars[at]!;
    if (char === '|') return undefined;
    if (char === '(' || char === '[') {
      const after = char === '(' ? afterGroup(chars, at) : afterClass(chars, at);
      if (after === undefined) return undefined;
      end();
      at = after;
      continue;
    }
    const repeat = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(chars.slice(at, at + 12).join(''));
    if (repeat !== null) {
      // What may be missing is taken back, what comes more than once ends a text.
      if (repeat[0].startsWith('+') || Number(repeat[1] ?? 0) > 0) end();
      else {
        run.pop();
        end();
      }
      at += repeat[0].length;
      continue;
    }
    const literal = literalAt(chars, at, ignoresCase);
    if (literal === null) return undefined;
    if (literal === undefined) end();
    else run.push(literal);
    at += char === '\\' ? 2 : 1;
  }
  end();
  const longest = texts.toSorted((a, b) => b.length - a.length)[0]!;
  return longest.length < LEAST ? undefined : { text: longest, ignoresCase };
}

/** The character that stands for itself here; undefined for what is none, null where the rest cannot be told. */
function literalAt(
  chars: readonly string[],
  at: number,
  ignoresCase: boolean,
): string | null | undefined {
  const char = chars[at]!;
  if (char === '\\') {
    const next = chars[at + 1];
    // Signs stand for themselves; letters and digits for classes, places or codes, some of them longer.
    if (next === undefined || /[QEpPxC0-9]/.test(next)) return null;
    return /[!-/:-@[-`{-~]/.test(next) ? next : undefined;
  }
  if (/[.^${})\]]/.test(char)) return undefined;
  const isSure = ignoresCase ? /[ -~]/.test(char) : /[^\ud800-\udfff\ufffd]/.test(char);
  return isSure ? char : undefined;
}

/** The place behind a class of characters; undefined where it does not end. */
function afterClass(chars: readonly string[], from: number): number | undefined {
  let at = from + 1;
  if (chars[at] === '^') at++;
  // First in a class it is a character of it.
  if (chars[at] === ']') at++;
  for (; at < chars.length; at++) {
    if (chars[at] === '\\') at++;
    else if (chars[at] === '[' && chars[at + 1] === ':') {
      const closing = chars.indexOf(':', at + 2);
      if (closing < 0 || chars[closing + 1] !== ']') return undefined;
      at = closing + 1;
    } else if (chars[at] === ']') return at + 1;
  }
  return undefined;
}

/** The place behind a group; undefined for one with flags, which may hold for what follows. */
function afterGroup(chars: readonly string[], from: number): number | undefined {
  if (chars[from + 1] === '?' && chars[from + 2] !== ':') return undefined;
  for (let at = from + 1; at < chars.length; at++) {
    const char = chars[at];
    if (char === ')') return at + 1;
    if (char === '\\') {
      if (chars[at + 1] === 'Q') return undefined;
      at++;
    } else if (char === '(' || char === '[') {
      const after = char === '(' ? afterGroup(chars, at) : afterClass(chars, at);
      if (after === undefined) return undefined;
      at = after - 1;
    }
  }
  return undefined;
}
