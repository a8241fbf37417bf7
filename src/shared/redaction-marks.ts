import { PII_TYPES } from './redaction.ts';

/** How one rule's replacements look in a text, so that they can be told from the sender's own words. */
export interface RedactionMark {
  /** Kind of data: `EMAIL`, or the type of a custom rule. */
  readonly type: string;
  /** Id of the custom rule; absent for the kinds that are built in. */
  readonly rule?: string;
  /** `text`: {@link text} itself; `pseudonym`: `[TYPE:` and a token; `mask`: stars and the last characters. */
  readonly look: 'text' | 'pseudonym' | 'mask';
  readonly text?: string;
}

/** A replacement in a text: UTF-16 offsets, end exclusive. */
export interface FoundMark {
  readonly start: number;
  readonly end: number;
  readonly mark: RedactionMark;
}

/** Put in place of a value that could not be examined. */
export const FAILED_TYPE = 'REDACTION_FAILED';
/** Kind of a replacement that does not say which of several it stands for. */
export const ANY_TYPE = 'REDACTED';

/** How replacements look where nobody has chosen anything; they are known whatever the rules are now. */
export const DEFAULT_MARKS: readonly RedactionMark[] = [
  { type: FAILED_TYPE, look: 'text', text: `[${FAILED_TYPE}]` },
  ...PII_TYPES.flatMap((type): RedactionMark[] => [
    { type, look: 'text', text: `[${type}]` },
    { type, look: 'pseudonym' },
  ]),
];

/** Letters of pseudonyms, see `replace.ts` of the collector. */
const TOKEN = '[bcdfghjkmnpqrstvwxyz]{12}';
const MASKED_EMAIL = '\\*{4}@[\\w.-]{1,253}';
/** Stars with what parts the groups of a number, then at most four characters; or four stars alone. */
const MASKED =
  '(?<!\\*)\\+?\\(?\\*[*() ./-]{3,48}[A-Za-z0-9]{1,4}(?![A-Za-z0-9*])|(?<!\\*)\\*{4}(?![*A-Za-z0-9])';

/** Finds replacements in texts. */
export type MarkFinder = (text: string) => FoundMark[];

/** A finder for these marks, of which earlier ones win. Its pattern has no repetition inside of another one. */
export function markFinder(marks: readonly RedactionMark[]): MarkFinder {
  const known = withOneMask(marks);
  const pattern = new RegExp(known.map((mark) => `(${sourceOf(mark)})`).join('|'), 'g');
  return (text) => {
    const found: FoundMark[] = [];
    for (const match of text.matchAll(pattern)) {
      const group = match.findIndex((part, index) => index > 0 && part !== undefined);
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        mark: known[group - 1]!,
      });
    }
    return found;
  };
}

/** Stars tell addresses from the rest; which of several other kinds they stand for they do not tell. */
function withOneMask(marks: readonly RedactionMark[]): RedactionMark[] {
  const stars = marks.filter(({ look, type }) => look === 'mask' && type !== 'EMAIL');
  const [only] = stars;
  if (only === undefined) return [...marks];
  const rest = marks.filter((mark) => !stars.includes(mark));
  return [...rest, stars.length === 1 ? only : { type: ANY_TYPE, look: 'mask' }];
}

function sourceOf({ type, look, text }: RedactionMark): string {
  if (look === 'pseudonym') return `\\[${escaped(type)}:${TOKEN}\\]`;
  if (look === 'mask') return type === 'EMAIL' ? MASKED_EMAIL : MASKED;
  return escaped(text ?? '');
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
