import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import type { PiiType } from '../../../shared/redaction.ts';
import { formatTable } from '../output.ts';

type Replacement = RedactionRules['replacement'];
type Rule = RedactionRules['rules'][number];

/** What `redaction.get` answers. */
interface State {
  readonly rules: RedactionRules;
  readonly requiredTypes: readonly PiiType[];
  readonly isDefault: boolean;
}

/** The rules of a project, one fact a line. */
export function describeRules({ rules, requiredTypes, isDefault }: State): string {
  const addresses = [
    ...rules.allowAddresses,
    ...(rules.allowPrivateAddresses ? ['private ranges'] : []),
  ];
  return formatTable(
    ['', ''],
    [
      ['mode', isDefault ? `${rules.mode} (the default of the instance)` : rules.mode],
      ['kinds', listOf(rules.types)],
      ['required everywhere', listOf(requiredTypes)],
      ['replacement', wordsOf(rules.replacement)],
      ...Object.entries(rules.replacements).map(([type, own]) => [`  of ${type}`, wordsOf(own)]),
      ['custom rules', rules.rules.length === 0 ? 'none' : String(rules.rules.length)],
      ...rules.rules.map((rule) => [`  ${rule.id}`, describeRule(rule)]),
      ['dropped keys', listOf(rules.dropKeys)],
      ['kept keys', rules.keepOnlyKeys.length === 0 ? 'all' : listOf(rules.keepOnlyKeys)],
      ['keys left alone', listOf(rules.allowKeys)],
      ['domains left alone', listOf(rules.allowDomains)],
      ['addresses left alone', listOf(addresses)],
    ],
  );
}

/** `{type}` or what else is put in place. */
const wordsOf = ({ kind, template }: Replacement): string =>
  kind === 'text' ? (template ?? '[{type}]') : kind;

/** What a rule finds, and what becomes of it. */
function describeRule({ type, kind, pattern = '', keywords = [], replacement }: Rule): string {
  const finds = kind === 'pattern' ? pattern : keywords.join(', ');
  const becomes = replacement === undefined ? '' : `, ${wordsOf(replacement)}`;
  return `${type}${becomes}: ${finds}`;
}

const listOf = (names: readonly string[]): string => names.join(', ') || 'none';
