import { CustomRule } from '../../../shared/contract/redaction.ts';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';

type Rule = RedactionRules['rules'][number];

/** A rule as it is written in the form. */
export interface RuleFields {
  readonly id: string;
  readonly type: string;
  readonly kind: Rule['kind'];
  /** One a line. */
  readonly keywords: string;
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly replacement: Rule['replacement'];
}

export const NEW_RULE: RuleFields = {
  id: '',
  type: '',
  kind: 'pattern',
  keywords: '',
  pattern: '',
  ignoreCase: false,
  replacement: undefined,
};

/** The fields of a rule there is. */
export function fieldsOf(rule: Rule): RuleFields {
  return {
    ...NEW_RULE,
    ...rule,
    keywords: (rule.keywords ?? []).join('\n'),
    pattern: rule.pattern ?? '',
    // Words ignore letter case unless told otherwise, patterns only when told.
    ignoreCase: rule.ignoreCase ?? rule.kind === 'keywords',
    replacement: rule.replacement,
  };
}

/** The name a rule can have, of what was typed as one: "Employee number" is `employee-number`. */
export function nameOf(typed: string): string {
  return typed.toLowerCase().replaceAll(/\s+/g, '-');
}

/** What stands for `{type}` when nobody says: the name in capitals. */
export function typeOf(id: string): string {
  return id.toUpperCase().replaceAll('-', '_');
}

/** What is wrong with which field. */
export type RuleProblems = Readonly<Partial<Record<'id' | 'type' | 'words', string>>>;

/** The rule in the fields, or all that is wrong with them. */
export function readRule(
  fields: RuleFields,
  taken: readonly string[],
): { readonly rule: Rule } | { readonly problems: RuleProblems } {
  const { id, kind, pattern, ignoreCase, replacement } = fields;
  const type = fields.type === '' ? typeOf(id) : fields.type;
  const keywords = fields.keywords
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const read = CustomRule.safeParse({
    id,
    type,
    kind,
    ...(kind === 'keywords' ? { keywords: [...new Set(keywords)] } : { pattern }),
    ignoreCase,
    ...(replacement === undefined ? {} : { replacement }),
  });
  const problems: Partial<Record<keyof RuleProblems, string>> = {};
  for (const { path, message } of read.success ? [] : read.error.issues) {
    const [at] = path;
    // A type that was made of the name has no problem of its own.
    if (at === 'type' && fields.type === '') continue;
    problems[at === 'id' || at === 'type' ? at : 'words'] ??= message;
  }
  if (id === '') problems.id = 'Write a name.';
  if (taken.includes(id)) problems.id = 'There is a rule of this name.';
  if (kind === 'keywords' && keywords.length === 0) problems.words = 'Write at least one word.';
  if (kind === 'pattern' && pattern === '') problems.words = 'Write a pattern.';
  return read.success && Object.keys(problems).length === 0 ? { rule: read.data } : { problems };
}
