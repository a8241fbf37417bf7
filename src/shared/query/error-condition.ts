import type { ErrorGroup } from '../contract/analytics.ts';
import { quote } from './tokenize.ts';

/** How alike failures say what went wrong. */
export interface ErrorSources {
  /** Attributes that told the type, or would have: several where the failures differ. */
  readonly type: ReadonlySet<'exception.type' | 'error.type'>;
  readonly message: ReadonlySet<'exception.message' | 'status.message'>;
  /** Whether one who asks may ask for an attribute: a filter on what is hidden is refused. */
  readonly mayAsk: (key: string) => boolean;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Letters and digits of an id: with a digit in it, so that words stay. */
const HEX = /\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi;
const NUMBER = /\d+(?:[.,:]\d+)*/g;
const BLANKS = /\s+/g;

/** UTF-16 units of a message that are kept of a group. */
export const MAX_ERROR_MESSAGE = 300;
/** Room that a filter leaves for a pattern, UTF-16 units, with its ends. */
const MAX_PATTERN = 980;
/** What {@link messageShape} takes numbers and ids for, and they themselves. */
const ANY_NUMBER = String.raw`(?:#|\d[\d.,:]*|[\da-fA-F-]{8,})`;

/** A message without what differs from one time to the next: numbers, ids and blanks. Two errors with one shape are alike. */
export function messageShape(message: string): string {
  return message
    .replaceAll(UUID, '#')
    .replaceAll(HEX, '#')
    .replaceAll(NUMBER, '#')
    .replaceAll(BLANKS, ' ')
    .trim();
}

/** The condition on one span that finds alike failures, to stand in `has(...)`. */
export function errorCondition(
  group: Pick<ErrorGroup, 'service' | 'name' | 'type' | 'message'>,
  sources: ErrorSources,
): string {
  const { service, name, type, message } = group;
  const nothing = (key: string): string[] => (sources.mayAsk(key) ? [`not ${key} ~ "."`] : []);
  const said = (keys: ReadonlySet<string>, first: string, test: string): string => {
    const all = [...keys].map((key) => {
      const parts = [`${key} ${test}`, ...(key === first ? [] : nothing(first))];
      return parts.length > 1 && keys.size > 1 ? `(${parts.join(' and ')})` : parts.join(' and ');
    });
    return all.length > 1 ? `(${all.join(' or ')})` : all[0]!;
  };
  const hasMessage = messageShape(message) !== '';
  return [
    'status = error',
    is('service', service),
    is('name', name),
    ...(type === ''
      ? [...nothing('exception.type'), ...nothing('error.type')]
      : [said(sources.type, 'exception.type', `= ${quote(type)}`)]),
    ...(hasMessage
      ? [said(sources.message, 'exception.message', `~ ${quote(messagePattern(message))}`)]
      : [...nothing('exception.message'), 'not exists status.message']),
  ].join(' and ');
}

function is(key: string, value: string): string {
  return value === '' ? `not exists ${key}` : `${key} = ${quote(value)}`;
}

/** An RE2 pattern for messages of the same shape; of one that was cut, or is too long for a pattern, for its beginning. */
function messagePattern(message: string): string {
  const isWhole = message.length < MAX_ERROR_MESSAGE;
  const pieces = messageShape(message).split(/([# ])/);
  // The number or word that the cut went through may go on.
  if (!isWhole && pieces.length > 1) pieces.pop();
  let pattern = '';
  for (const piece of pieces) {
    const next =
      piece === '#'
        ? ANY_NUMBER
        : piece === ' '
          ? String.raw`\s+`
          : piece.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
    if (pattern.length + next.length > MAX_PATTERN) return String.raw`^\s*${pattern}`;
    pattern += next;
  }
  return isWhole ? String.raw`^\s*${pattern}\s*$` : String.raw`^\s*${pattern}`;
}
