import type { RedactionRules } from '../../../shared/contract/redaction.ts';

type Rule = RedactionRules['rules'][number];

/** Rules whose name, type, pattern or words have what is looked for in them; all of them for nothing. */
export function findRules(rules: readonly Rule[], wanted: string): readonly Rule[] {
  const text = wanted.trim().toLowerCase();
  if (text === '') return rules;
  return rules.filter(({ id, type, pattern, keywords }) =>
    [id, type, pattern ?? '', ...(keywords ?? [])].some((part) =>
      part.toLowerCase().includes(text),
    ),
  );
}
