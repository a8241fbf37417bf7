/** The name of a span or trace where it is read: one that is empty or all blanks would be a row with nothing in it. */
export function shownName(name: string): string {
  return name.trim() === '' ? 'unnamed' : name;
}
