/** Nothing of it can be seen: blanks, joiners, marks of direction, characters that hold a place. */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0\u2800]*$/u;
/** Turns the order of letters around, so that `gnp.exe` reads `exe.png`; letters have a direction of their own. */
const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/gu;

/** The name of a span or trace where it is read: one with nothing to see would be a row with nothing in it. */
export function shownName(name: string): string {
  return UNSEEN.test(name) ? 'unnamed' : name.replace(OVERRIDES, '');
}
