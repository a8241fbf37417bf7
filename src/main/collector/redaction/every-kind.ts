import { PII_TYPES } from './pii-type.ts';
import { DEFAULT_REPLACEMENT, type ActivePolicy } from './policy.ts';

/** The policy that redacts every kind and has no other rule; of no project, for what measures, warms up and tests. */
export function everyKind(version: string): ActivePolicy {
  return {
    mode: 'on',
    version,
    types: Object.fromEntries(PII_TYPES.map((type) => [type, DEFAULT_REPLACEMENT])),
    rules: [],
    dropKeys: [],
    keepOnlyKeys: [],
    allowKeys: [],
    allowDomains: [],
    allowAddresses: [],
    allowPrivateAddresses: false,
    pseudonymKey: '',
  };
}
