import { foldText } from '../fold-text.ts';

/** The characters that are folded into one or into a text with it. */
export interface TextSources {
  /** Those that become just this one where they stand. */
  readonly same: readonly string[];
  /** Those that become several, or go together with what is before them: where they stand tells nothing. */
  readonly parts: readonly string[];
}

/** Beside these are ideographs, Hangul syllables and private characters, which stay as they are. */
const RANGES = [
  [0x80, 0x33ff],
  [0xa000, 0xabff],
  [0xf900, 0x1ffff],
  [0x2f800, 0x2fa1f],
] as const;
const MARK = /\p{M}/u;
/** Accents of Latin, Greek and Cyrillic letters. */
const ACCENT = /^[\u0300-\u036f]+$/;
const HANGUL = /^[\uac00-\ud7a3]$/;

let sources: Map<string, { same: string[]; parts: string[] }> | undefined;

/**
 * What a character of a folded text, beyond ASCII, may have been; undefined where that cannot be told.
 *
 * An accent that stands by itself may be composed with the letter before it: for a letter with accents each of them
 * is a part, as is any jamo for a Hangul syllable.
 */
export function sourcesOf(folded: string): TextSources | undefined {
  sources ??= readSources();
  const { same = [], parts = [] } = sources.get(folded) ?? {};
  const marks = [...folded.normalize('NFD')].slice(1);
  if (marks.length === 0) return { same, parts };
  if (HANGUL.test(folded)) return { same, parts: [...parts, ...JAMO] };
  if (!ACCENT.test(marks.join(''))) return undefined;
  const accents = marks.flatMap((mark) => [mark, ...(sources!.get(mark)?.parts ?? [])]);
  return { same, parts: [...parts, ...accents] };
}

/** All that may be composed with the beginning of a syllable. */
const JAMO = Array.from({ length: 0x11ff - 0x1160 }, (_, i) => String.fromCharCode(0x1161 + i));

/** About a tenth of a second, once a thread: the tables of Unicode are those of the engine, whatever its version. */
function readSources(): Map<string, { same: string[]; parts: string[] }> {
  const read = new Map<string, { same: string[]; parts: string[] }>();
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const char = String.fromCodePoint(code);
      const folded = foldText(char);
      if (folded === char) continue;
      const all = [...folded];
      const isPart = all.length > 1 || MARK.test(char);
      for (const one of all) {
        let known = read.get(one);
        if (known === undefined) read.set(one, (known = { same: [], parts: [] }));
        (isPart ? known.parts : known.same).push(char);
      }
    }
  }
  return read;
}
