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

/** What stands for `{type}` when nobody says: the name in capitals. */
export function typeOf(id: string): string {
  return id.toUpperCase().replaceAll('-', '_');
}

/** The rule in the fields, or what is wrong with a field. */
export function readRule(
  fields: RuleFields,
  taken: readonly string[],
): { readonly rule: Rule } | { readonly field: 'id' | 'type' | 'words'; readonly problem: string } {
  const { id, kind, pattern, ignoreCase, replacement } = fields;
  const type = fields.type === '' ? typeOf(id) : fields.type;
  if (taken.includes(id)) return { field: 'id', problem: 'There is a rule of this name.' };
  const keywords = fields.keywords
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (kind === 'keywords' && keywords.length === 0) {
    return { field: 'words', problem: 'Write at least one word.' };
  }
  if (kind === 'pattern' && pattern === '') return { field: 'words', problem: 'Write a pattern.' };
  const read = CustomRule.safeParse({
    id,
    type,
    kind,
    ...(kind === 'keywords' ? { keywords: [...new Set(keywords)] } : { pattern }),
    ignoreCase,
    ...(replacement === undefined ? {} : { replacement }),
  });
  if (read.success) return { rule: read.data };
  const [issue] = read.error.issues;
  const at = issue?.path[0];
  const field = at === 'id' || at === 'type' ? at : 'words';
  return { field, problem: issue?.message ?? 'It cannot be used.' };
}
