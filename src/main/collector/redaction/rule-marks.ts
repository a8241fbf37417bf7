import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { ANY_TYPE, DEFAULT_MARKS, type RedactionMark } from '../../../shared/redaction-marks.ts';
import { PII_TYPES } from './pii-type.ts';
import { DEFAULT_REPLACEMENT, type Replacement } from './policy.ts';

/**
 * How the replacements of a project's present rules look, beside {@link DEFAULT_MARKS}.
 *
 * Nothing is stored about what was replaced, so a template of earlier rules is plain text by now, and what was removed
 * leaves no trace.
 */
export function ruleMarks(rules: RedactionRules): RedactionMark[] {
  const marks: RedactionMark[] = [];
  for (const type of PII_TYPES) {
    add(marks, type, rules.replacements[type] ?? rules.replacement);
  }
  for (const { id, type, replacement } of rules.rules) {
    add(marks, type, replacement ?? DEFAULT_REPLACEMENT, id);
  }
  return marks.filter(
    ({ type, look, text, rule }) =>
      rule !== undefined ||
      !DEFAULT_MARKS.some((mark) => mark.type === type && mark.look === look && mark.text === text),
  );
}

function add(marks: RedactionMark[], type: string, replacement: Replacement, rule?: string): void {
  const of = rule === undefined ? {} : { rule };
  const { kind } = replacement;
  if (kind === 'mask') marks.push({ type, look: 'mask', ...of });
  else if (kind === 'pseudonym') marks.push({ type, look: 'pseudonym', ...of });
  else if (kind === 'text') {
    const template = replacement.template ?? DEFAULT_REPLACEMENT.template!;
    const text = template.replaceAll('{type}', type);
    // A plain word is also a word of senders.
    if (text.length < 3 || /^[\p{L}\p{N}\s.,:;-]*$/u.test(text)) return;
    const same = marks.findIndex((mark) => mark.look === 'text' && mark.text === text);
    if (same < 0) marks.push({ type, look: 'text', text, ...of });
    else if (marks[same]!.type !== type) marks[same] = { type: ANY_TYPE, look: 'text', text };
  }
}
