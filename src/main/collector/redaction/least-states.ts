/** Escapes that match a place and no character. */
const PLACES = 'AbBz';
const REPEAT = /\{(\d{1,6})(?:,(\d{0,6}))?\}/y;
const CLASS = /\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]?/sy;
const ESCAPE = /\\(?:[pPx]\{[^}]*\}?|Q.*?(?:\\E|$)|.?)/sy;
const GROUP = /\((?:\?(?:P?<\w*>|[imsU-]*[:)]))?/y;

/** What a group or the whole pattern has so far. */
interface Level {
  /** Of the alternative that is read, and the most of those before it. */
  states: number;
  most: number;
  /** Of the last character, class or group, which a repetition multiplies. */
  last: number;
}

const level = (): Level => ({ states: 0, most: 0, last: 0 });

/**
 * How many states a pattern in RE2 syntax has at least, from its text alone: repetitions of repetitions are millions, and
 * the engine takes a third of a second to count them.
 */
export function leastStates(source: string): number {
  const outer: Level[] = [];
  let now = level();
  const take = (states: number): void => {
    now.states += states;
    now.last = states;
  };
  for (let at = 0; at < source.length;) {
    const sign = source[at]!;
    let pattern: RegExp | undefined;
    if (sign === '\\') {
      pattern = ESCAPE;
      take(PLACES.includes(source[at + 1] ?? '') ? 0 : 1);
    } else if (sign === '[') {
      pattern = CLASS;
      take(1);
    } else if (sign === '(') {
      pattern = GROUP;
      // Flags alone are no group.
      if (!/^\(\?[imsU-]*\)/.test(source.slice(at, at + 12))) {
        outer.push(now);
        now = level();
      }
    } else if (sign === ')') {
      const states = Math.max(now.states, now.most);
      now = outer.pop() ?? level();
      take(states);
    } else if (sign === '|') {
      now = { states: 0, most: Math.max(now.states, now.most), last: 0 };
    } else if (sign === '{') {
      REPEAT.lastIndex = at;
      const found = REPEAT.exec(source);
      if (found === null) take(1);
      else {
        pattern = REPEAT;
        const times = Math.max(Number(found[1]), Number(found[2] ?? 0));
        now.states += now.last * (times - 1);
        now.last *= times;
      }
    } else if (!'*+?^$'.includes(sign)) take(1);
    if (pattern === undefined) at++;
    else {
      pattern.lastIndex = at;
      pattern.test(source);
      at = Math.max(at + 1, pattern.lastIndex);
    }
  }
  // Groups that are not closed are refused elsewhere.
  return [...outer, now].reduce((sum, { states, most }) => sum + Math.max(states, most), 0);
}
