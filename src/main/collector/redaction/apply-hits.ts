import type { Hit } from './pii-type.ts';

/** How far before a bare number its field's name is looked for, UTF-16 units. */
const LOOK_BACK = 256;

/** Sorts hits and, of those that overlap, keeps the one that begins first, or the longer one. */
export function mergeHits(hits: Hit[]): Hit[] {
  if (hits.length < 2) return hits;
  hits.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Hit[] = [];
  for (const hit of hits) {
    const last = merged.at(-1);
    if (last === undefined || hit.start >= last.end) merged.push(hit);
    // Two that overlap in part go together: half a value is still a leak.
    else if (hit.end > last.end) last.end = hit.end;
  }
  return merged;
}

/**
 * Puts `replacements` in place of the hits, which are in order and apart.
 *
 * A number that stands bare in JSON, at any depth of JSON in JSON, is put in quotes so that the text still parses.
 */
export function applyHits(
  text: string,
  hits: readonly Hit[],
  replacements: readonly string[],
): string {
  let result = '';
  let at = 0;
  let quotedAny = false;
  for (const [index, { start, end }] of hits.entries()) {
    const quote = bareQuote(text, start, end);
    quotedAny ||= quote !== '';
    result += text.slice(at, start) + quote + replacements[index]! + quote;
    at = end;
  }
  result += text.slice(at);
  return quotedAny && wasBroken(text, result) ? rebuild(text, hits, replacements) : result;
}

/** The quotes a bare value of JSON needs, escaped as those of its field's name are; '' inside a string. */
function bareQuote(text: string, start: number, end: number): string {
  if (!/^-?[\d.eE+]+$/.test(text.slice(start, end))) return '';
  if (!/^\s*[,}\]]|^(?:\\+[nrt])*\s*[,}\]]/.test(text.slice(end, end + 40))) return '';
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  const name =
    /(\\*")(?:\s|\\+[nrt])*(?::(?:\s|\\+[nrt])*(?:\[[^"a-zA-Z{}]*)?|,(?:[^"a-zA-Z{}:]*,)?(?:\s|\\+[nrt])*)-?$/.exec(
      before,
    );
  if (name !== null) return name[1]!;
  return /^[\s\d.,eE+[-]*\[[\s\d.,eE+-]*$/.test(before) && start <= LOOK_BACK ? '"' : '';
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const wasBroken = (before: string, after: string): boolean => isJson(before) && !isJson(after);

/** The long way for what the short one got wrong: every hit in quotes or none, whichever parses. */
function rebuild(text: string, hits: readonly Hit[], replacements: readonly string[]): string {
  let result = '';
  let at = 0;
  let inString = false;
  for (const [index, { start, end }] of hits.entries()) {
    for (let unit = at; unit < start; unit++) {
      if (inString && text[unit] === '\\') unit++;
      else if (text[unit] === '"') inString = !inString;
    }
    const quote = inString ? '' : '"';
    result += text.slice(at, start) + quote + replacements[index]! + quote;
    at = end;
  }
  return result + text.slice(at);
}
