import { JsonLevels } from './json-levels.ts';
import type { Hit } from './pii-type.ts';

/** Sorts hits and makes one of those that overlap: half a value is still a leak. */
export function mergeHits(hits: Hit[]): Hit[] {
  if (hits.length < 2) return hits;
  hits.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Hit[] = [];
  for (const hit of hits) {
    const last = merged.at(-1);
    if (last === undefined || hit.start >= last.end) merged.push(hit);
    else {
      if (hit.end > last.end) last.end = hit.end;
      // What else is there is not in what was unpacked: all of it goes.
      last.unpacked = undefined;
    }
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
  const only = hits[0]!;
  if (hits.length === 1 && only.start === 0 && only.end === text.length) return replacements[0]!;
  let result = '';
  let at = 0;
  let levels: JsonLevels | undefined;
  for (const [index, { start, end }] of hits.entries()) {
    let from = start;
    let quote = '';
    if (isBare(text, start, end)) {
      levels ??= new JsonLevels(text);
      levels.advance(start);
      if (levels.isJson || isField(text, start)) {
        quote = levels.quote;
        if (text[start - 1] === '-') from--;
      }
    }
    result += text.slice(at, from) + quote + replacements[index]! + quote;
    at = end;
  }
  return result + text.slice(at);
}

/** A number between signs that part the values of JSON. */
function isBare(text: string, start: number, end: number): boolean {
  if (!/^\d+$/.test(text.slice(start, end))) return false;
  if (!/^(?:\s|\\+[nrt])*(?:[,}\]]|$)/.test(text.slice(end, end + 200))) return false;
  return /[:,[](?:\s|\\+[nrt])*-?$/.test(text.slice(Math.max(0, start - 200), start));
}

/** `"name": ` comes before, in a text that does not begin as JSON: a line of a stream, a log. */
function isField(text: string, start: number): boolean {
  return /"\s*:\s*-?$/.test(text.slice(Math.max(0, start - 40), start));
}
