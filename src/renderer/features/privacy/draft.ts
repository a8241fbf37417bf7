import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { PII_TYPES } from '../../../shared/redaction.ts';
import { formatPlural } from '../../ui/format.ts';
import { modeName, TYPE_WORDS } from './type-words.ts';

/** Fields of rules that differ from the stored ones. */
export type RuleChanges = { readonly [K in keyof RedactionRules]?: RedactionRules[K] };

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The fields of `draft` that are not as stored. */
export function changesOf(stored: RedactionRules, draft: RuleChanges): RuleChanges {
  const fields = Object.entries(draft) as [keyof RedactionRules, unknown][];
  return Object.fromEntries(fields.filter(([name, value]) => !same(value, stored[name])));
}

/** What a trial sends of changes: it is always as if redaction were on. */
export function trialOf(changes: RuleChanges): Omit<RuleChanges, 'mode'> {
  const { mode: _, ...rest } = changes;
  return rest;
}

/** Kinds in their order, with one switched. */
export function withType(
  types: RedactionRules['types'],
  type: RedactionRules['types'][number],
  on: boolean,
): RedactionRules['types'] {
  return PII_TYPES.filter((each) => (each === type ? on : types.includes(each)));
}

/** Whether less is redacted afterwards, so that it wants a second look. */
export function weakens(stored: RedactionRules, draft: RedactionRules): boolean {
  const order = ['off', 'detect', 'on'];
  if (order.indexOf(draft.mode) < order.indexOf(stored.mode)) return true;
  if (stored.mode !== 'on') return false;
  const ids = new Set(draft.rules.map(({ id }) => id));
  return (
    lost(stored.types, draft.types) ||
    stored.rules.some(({ id }) => !ids.has(id)) ||
    lost(stored.dropKeys, draft.dropKeys) ||
    // An empty list keeps everything.
    (stored.keepOnlyKeys.length > 0 &&
      (draft.keepOnlyKeys.length === 0 || lost(draft.keepOnlyKeys, stored.keepOnlyKeys))) ||
    lost(draft.allowKeys, stored.allowKeys) ||
    lost(draft.allowDomains, stored.allowDomains) ||
    lost(draft.allowAddresses, stored.allowAddresses) ||
    (draft.allowPrivateAddresses && !stored.allowPrivateAddresses)
  );
}

/** Whether something of a list is not in the other. */
const lost = (entries: readonly string[], from: readonly string[]): boolean =>
  entries.some((entry) => !from.includes(entry));

const LISTS = [
  ['dropKeys', 'dropped key', 'dropped keys'],
  ['keepOnlyKeys', 'kept key', 'kept keys'],
  ['allowKeys', 'untouched key', 'untouched keys'],
  ['allowDomains', 'allowed domain', 'allowed domains'],
  ['allowAddresses', 'allowed address', 'allowed addresses'],
] as const;

/** What is changed, a line each. */
export function changeWords(stored: RedactionRules, draft: RedactionRules): string[] {
  const words: string[] = [];
  if (stored.mode !== draft.mode) {
    words.push(`Mode: ${modeName(stored.mode)} → ${modeName(draft.mode)}`);
  }
  for (const type of PII_TYPES) {
    const was = stored.types.includes(type);
    const is = draft.types.includes(type);
    if (was !== is) words.push(`${TYPE_WORDS[type].name}: ${is ? 'redacted' : 'not redacted'}`);
    if (!same(stored.replacements[type], draft.replacements[type])) {
      words.push(`${TYPE_WORDS[type].name}: another replacement`);
    }
  }
  if (!same(stored.replacement, draft.replacement)) words.push('Another replacement by default');
  const before = new Map(stored.rules.map((rule) => [rule.id, rule]));
  for (const rule of draft.rules) {
    if (!before.has(rule.id)) words.push(`Rule ${rule.id}: new`);
    else if (!same(before.get(rule.id), rule)) words.push(`Rule ${rule.id}: changed`);
    before.delete(rule.id);
  }
  for (const id of before.keys()) words.push(`Rule ${id}: deleted`);
  for (const [field, one, many] of LISTS) {
    const added = draft[field].filter((entry) => !stored[field].includes(entry)).length;
    const removed = stored[field].filter((entry) => !draft[field].includes(entry)).length;
    if (added > 0) words.push(`${formatPlural(added, one, many)} added`);
    if (removed > 0) words.push(`${formatPlural(removed, one, many)} removed`);
  }
  if (stored.allowPrivateAddresses !== draft.allowPrivateAddresses) {
    words.push(
      draft.allowPrivateAddresses ? 'Private addresses stay' : 'Private addresses are redacted',
    );
  }
  return words;
}
