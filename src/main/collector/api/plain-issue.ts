import type { z } from 'zod';

/** What a field takes, by the names of the parser. */
const TAKES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  Blob: 'a file',
  File: 'a file',
};
const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'Takes a time such as 2026-01-31T12:00:00Z.',
  date: 'Takes a day such as 2026-01-31.',
  email: 'Takes an e-mail address such as ann@example.org.',
  url: 'Takes an address such as https://example.org.',
};
/** Of a union whose schema has no message of its own; {@link meantIssue} looks below it. */
const UNTOLD = 'It takes none of these.';

/** What is counted of it. */
const COUNTED: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

/**
 * What is wrong with an input, in the words of our messages; for `z.config({ customError })`.
 *
 * Schemas with a message of their own keep it. `undefined`: the parser's own words.
 */
export const plainIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return `One of: ${issue.values.join(', ')}.`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `One of: ${issue.options.join(', ')}.`
        : UNTOLD;
    case 'invalid_format':
      return FORMATS[issue.format];
    case 'too_small':
    case 'too_big':
      return outOfBounds(issue);
    default:
      return undefined;
  }
};

function wrongType(expected: string, input: unknown): string | undefined {
  const takes = TAKES[expected];
  if (takes === undefined) return undefined;
  return input === undefined ? `Missing: it takes ${takes}.` : `It takes ${takes}.`;
}

function outOfBounds(
  issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>,
) {
  const isLeast = issue.code === 'too_small';
  const bound = isLeast ? issue.minimum : issue.maximum;
  const counted = COUNTED[issue.origin ?? ''];
  if (isLeast && bound === 1 && counted !== undefined) return 'It must not be empty.';
  const number = bound.toLocaleString('en-US');
  const what = counted === undefined ? number : `${number} ${counted}`;
  if (issue.inclusive === false) return isLeast ? `More than ${what}.` : `Less than ${what}.`;
  return isLeast ? `At least ${what}.` : `At most ${what}.`;
}

interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  /** Of a union: what is wrong in each of its forms. */
  readonly errors?: readonly (readonly Issue[])[];
  /** Of the name of a field: what is wrong with it. */
  readonly issues?: readonly Issue[];
}

/**
 * What is wrong in the one of several forms that was meant, the one of the type that was sent; or with the name of a
 * field. The parser tells such things below an issue that says nothing itself.
 */
export function meantIssue(issue: Issue): Issue {
  const { path = [], errors = [], issues = [] } = issue;
  const isForm = issue.code === 'invalid_union' && issue.message === UNTOLD;
  const forms = isForm ? errors : issue.code === 'invalid_key' ? [issues] : [];
  const [inner] =
    forms.find(([first]) => first !== undefined && !isOtherType(first)) ?? forms[0] ?? [];
  if (inner === undefined) return issue;
  return meantIssue({ ...inner, path: [...path, ...(inner.path ?? [])] });
}

/** Not of this type at all, rather than wrong somewhere within. */
function isOtherType({ code, path = [] }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0;
}
