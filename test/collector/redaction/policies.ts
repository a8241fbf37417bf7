import { everyKind } from '../../../src/main/collector/redaction/every-kind.ts';
import { PII_TYPES } from '../../../src/main/collector/redaction/pii-type.ts';
import type { ActivePolicy, Replacement } from '../../../src/main/collector/redaction/policy.ts';

let made = 0;

/** A policy that redacts every kind of data with one replacement, and what the test changes of it. */
export function policy(
  changes: Partial<ActivePolicy> = {},
  replacement: Replacement = { kind: 'text', template: '[{type}]' },
): ActivePolicy {
  return {
    ...everyKind(`test ${++made}`),
    types: Object.fromEntries(PII_TYPES.map((type) => [type, replacement])),
    pseudonymKey: Buffer.alloc(32, 7).toString('base64'),
    ...changes,
  };
}
