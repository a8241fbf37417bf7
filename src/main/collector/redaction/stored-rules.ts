import { createHash } from 'node:crypto';
import { InstanceRedaction, RedactionRules } from '../../../shared/contract/redaction.ts';
import { parseStored } from '../catalog/parse-stored.ts';
import { PII_TYPES, type PiiType } from './pii-type.ts';
import {
  DEFAULT_REPLACEMENT,
  NO_REDACTION,
  type ActivePolicy,
  type RedactionPolicy,
  type Replacement,
} from './policy.ts';

/** Of a project for which nobody has chosen anything: all kinds, in the mode of the instance. */
export const FIRST_RULES: RedactionRules = {
  mode: 'off',
  types: [...PII_TYPES],
  replacement: { kind: 'text', template: '[{type}]' },
  replacements: {},
  rules: [],
  dropKeys: [],
  keepOnlyKeys: [],
  allowKeys: [],
  allowDomains: [],
  allowAddresses: [],
  allowPrivateAddresses: false,
};
export const FIRST_INSTANCE: InstanceRedaction = { defaultMode: 'off', requiredTypes: [] };

/** Of rules that cannot be read: everything goes rather than nothing. */
const UNREADABLE: RedactionRules = { ...FIRST_RULES, mode: 'on' };

/** Stored rules of a project. */
export function parseRules(text: string): RedactionRules {
  return parseStored(RedactionRules, text) ?? UNREADABLE;
}

export function parseInstance(text: string): InstanceRedaction {
  return (
    parseStored(InstanceRedaction, text) ?? { defaultMode: 'on', requiredTypes: [...PII_TYPES] }
  );
}

/**
 * What the decode threads do with a project's data, by its rules and those of the instance.
 *
 * Kinds that the instance requires are redacted even where the project's own rules are off or only detect. What the rules
 * of a project that detects would find besides is counted.
 */
export function policyFrom(
  projectId: string,
  rules: RedactionRules,
  instance: InstanceRedaction,
  pseudonymKey: string,
): RedactionPolicy {
  const { mode, replacement, replacements } = rules;
  const { requiredTypes } = instance;
  if (mode === 'on' || requiredTypes.length === 0) {
    return mode === 'off'
      ? NO_REDACTION
      : activePolicy(projectId, mode, rules, instance, pseudonymKey);
  }
  const required = { ...FIRST_RULES, replacement, replacements, types: requiredTypes };
  const besides =
    mode === 'detect' && findsMore(rules, requiredTypes)
      ? activePolicy(projectId, mode, rules, instance, pseudonymKey)
      : undefined;
  return activePolicy(projectId, 'on', required, instance, pseudonymKey, besides);
}

/** True when a project has rules about anything but these kinds. */
function findsMore(rules: RedactionRules, requiredTypes: readonly PiiType[]): boolean {
  return (
    rules.types.some((type) => !requiredTypes.includes(type)) ||
    rules.rules.length > 0 ||
    rules.dropKeys.length > 0 ||
    rules.keepOnlyKeys.length > 0
  );
}

function activePolicy(
  projectId: string,
  mode: ActivePolicy['mode'],
  rules: RedactionRules,
  { requiredTypes }: InstanceRedaction,
  pseudonymKey: string,
  besides?: ActivePolicy,
): ActivePolicy {
  const types: Partial<Record<PiiType, Replacement>> = {};
  for (const type of new Set([...rules.types, ...requiredTypes])) {
    types[type] = rules.replacements[type] ?? rules.replacement ?? DEFAULT_REPLACEMENT;
  }
  const content = {
    mode,
    types,
    rules: rules.rules,
    dropKeys: rules.dropKeys,
    keepOnlyKeys: rules.keepOnlyKeys,
    // What a project allows must not undo what the instance requires.
    allowKeys: requiredTypes.length > 0 ? [] : rules.allowKeys,
    allowDomains: requiredTypes.includes('EMAIL') ? [] : rules.allowDomains,
    allowAddresses: requiredTypes.includes('IP') ? [] : rules.allowAddresses,
    allowPrivateAddresses: rules.allowPrivateAddresses && !requiredTypes.includes('IP'),
    pseudonymKey,
    besides,
  };
  const version = createHash('sha256').update(projectId).update(JSON.stringify(content));
  return { ...content, version: version.digest('base64url') };
}
