import type { RedactMessage } from '../otlp/types.ts';

/** What is to be removed from a project's data before it is stored. */
export interface RedactionPolicy {
  /** `off`: everything is stored as it arrived. The only mode so far; more come with detection. */
  readonly mode: 'off';
}

/** The policy of a project for which nobody has chosen one. */
export const NO_REDACTION: RedactionPolicy = { mode: 'off' };

const passThrough: RedactMessage = (_kind, body) => body;

/**
 * The redaction step of the pipeline for one policy: every resource, scope and record passes through it before
 * anything of it is read, indexed, compressed or written.
 */
export function createRedactor(policy: RedactionPolicy): RedactMessage {
  switch (policy.mode) {
    case 'off':
      return passThrough;
    default:
      // A policy this version does not know must not let data through unredacted.
      throw new Error(`Unknown redaction mode: ${String(policy.mode)}`);
  }
}
