const REPEAT = /\{(\d{1,6})(?:(,)(\d{0,6}))?\}/y;
const CLASS = /\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]?/sy;
const ESCAPE = /\\(?:[pPx]\{[^}]*\}?|Q.*?(?:\\E|$)|.?)/sy;
const GROUP = /\((?:\?(?:P?<\w*>|[imsU-]*[:)]))?/y;
const FLAGS_ALONE = /\(\?[imsU-]*\)/y;
const FOLDING = /\(\?[a-z]*i/i;

/** Classes of Unicode, and others that are read from tables. */
const TABLE = /\\[pP]/g;
const NEGATED = /\\[WSD]|\[:?\^/g;
const CHARACTER = String.raw`(?:\\x\{([\da-f]+)\}|\\x([\da-f]{2})|\\(.)|([^\\]))`;
const RANGE = new RegExp(`${CHARACTER}-${CHARACTER}`, 'giu');
/** Of characters that have an upper and a lower case the first and the last; a range is gone through between them. */
const [FIRST_CASED, LAST_CASED] = [0x41, 0x1_e9_43];

// What reading a class takes, as the time that so many states take.
const TABLE_STATES = 100;
const NEGATED_STATES = 20;
const FOLDED_IN_STATE = 40;

/** What a group or the whole pattern has so far. */
interface Level {
  states: number;
  /** Of the last character, class or group, which a repetition multiplies. */
  last: number;
}

/**
 * About how many states a pattern in RE2 syntax has, from its text alone, with what its classes take to be read: never
 * far below what the engine needs, and above it where alternatives are alike.
 *
 * To be asked before a pattern of somebody else's is compiled: a thousand characters can make a million states, which
 * take seconds and half a gigabyte.
 *
 * @param ignoresCase letter case is ignored without the pattern saying so
 */
export function patternStates(source: string, ignoresCase = false): number {
  const folds = ignoresCase || FOLDING.test(source);
  const outer: Level[] = [];
  let now: Level = { states: 0, last: 0 };
  let ofClasses = 0;
  const take = (states: number): void => {
    now.states += states;
    now.last = states;
  };
  /** What the pattern has at a place, in full. */
  const pieceAt = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  for (let at = 0; at < source.length;) {
    const sign = source[at]!;
    let [piece] = [sign];
    if (sign === '\\') {
      [piece] = pieceAt(ESCAPE, at)!;
      // Of a quoted text a repetition is about the last character.
      if (piece.startsWith('\\Q')) now.states += piece.length;
      take(1);
      ofClasses += classStates(piece, false);
    } else if (sign === '[') {
      [piece] = pieceAt(CLASS, at)!;
      take(1);
      ofClasses += classStates(piece, folds);
    } else if (sign === '(') {
      [piece] = pieceAt(GROUP, at)!;
      if (pieceAt(FLAGS_ALONE, at) === null) {
        outer.push(now);
        // A group that is remembered has a state at either end.
        now = { states: /^\((?!\?[^P<])/.test(piece) ? 2 : 0, last: 0 };
      }
    } else if (sign === ')') {
      const { states } = now;
      now = outer.pop() ?? { states: 0, last: 0 };
      take(states);
    } else if (sign === '{') {
      const found = pieceAt(REPEAT, at);
      if (found === null) take(1);
      else {
        [piece] = found;
        const least = Number(found[1]);
        const most = Math.max(Number(found[3] ?? 0), found[2] === undefined ? least : least + 1);
        const states = now.last * Math.max(most, 1) + (most - least);
        now.states += states - now.last;
        now.last = states;
      }
    } else if ('*+?'.includes(sign)) {
      now.states += 1;
      now.last += 1;
    } else if (sign !== '|') take(1);
    at += Math.max(piece.length, 1);
  }
  // Groups that are not closed are refused elsewhere.
  return [...outer, now].reduce((sum, { states }) => sum + states, ofClasses);
}

/** What a class, or an escape that is one, takes beside its state. */
function classStates(text: string, folds: boolean): number {
  const tables = text.match(TABLE)?.length ?? 0;
  const negated = text.match(NEGATED)?.length ?? 0;
  const states = tables * TABLE_STATES + negated * NEGATED_STATES;
  return folds ? states + foldedIn(text) / FOLDED_IN_STATE : states;
}

/** Characters of the ranges of a class whose other letter case is looked up one by one. */
function foldedIn(text: string): number {
  let characters = 0;
  for (const [, ...ends] of text.matchAll(RANGE)) {
    const from = Math.max(codeOf(ends.slice(0, 4)), FIRST_CASED);
    const to = Math.min(codeOf(ends.slice(4)), LAST_CASED);
    characters += Math.max(0, to - from);
  }
  return characters;
}

function codeOf([long, short, escaped, itself]: readonly (string | undefined)[]): number {
  const digits = long ?? short;
  return digits === undefined
    ? (escaped ?? itself ?? '').codePointAt(0)!
    : Number.parseInt(digits, 16);
}
