import type { InstanceRedaction, RedactionRules } from '../../../shared/contract/redaction.ts';

/** What the audit log keeps of rules: keywords and patterns may name what is to stay secret, so only their number. */
export function ruleState(rules: RedactionRules) {
  return {
    mode: rules.mode,
    types: [...rules.types],
    replacement: rules.replacement.kind,
    customRules: rules.rules.map(({ id }) => id),
    dropKeys: rules.dropKeys.length,
    keepOnlyKeys: rules.keepOnlyKeys.length,
    allowKeys: rules.allowKeys.length,
    allowDomains: rules.allowDomains.length,
    allowAddresses: rules.allowAddresses.length,
    allowPrivateAddresses: rules.allowPrivateAddresses,
  };
}

export function instanceState({ defaultMode, requiredTypes }: InstanceRedaction) {
  return { mode: defaultMode, types: [...requiredTypes] };
}
