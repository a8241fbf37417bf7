const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Letters and digits of an id: with a digit in it, so that words stay. */
const HEX = /\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi;
const NUMBER = /\d+(?:[.,:]\d+)*/g;
const BLANKS = /\s+/g;

/** A message without what differs from one time to the next: numbers, ids and blanks. Two errors with one shape are alike. */
export function messageShape(message: string): string {
  return message
    .replaceAll(UUID, '#')
    .replaceAll(HEX, '#')
    .replaceAll(NUMBER, '#')
    .replaceAll(BLANKS, ' ')
    .trim();
}
