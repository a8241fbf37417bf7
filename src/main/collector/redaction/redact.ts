import type { RedactMessage } from '../otlp/types.ts';
import type { RedactionPolicy } from './policy.ts';
import { RecordRedactor } from './record-redactor.ts';
import type { RedactionCount } from './redaction-count.ts';
import { TextRedactor } from './text-redactor.ts';

/** The redaction step of the pipeline for one policy. */
export interface Redactor {
  /** Every resource, scope and record passes through it before anything of it is read, indexed or written. */
  readonly redact: RedactMessage;
  /** What was found since the last call; never values. */
  readonly takeCounts: () => RedactionCount[];
}

const passThrough: Redactor = { redact: (_kind, body) => body, takeCounts: () => [] };

/** Redactors by the version of their policy: compiling rules costs more than a small request. */
const known = new Map<string, RecordRedactor>();
const MAX_KNOWN = 256;

/**
 * The redactor of a policy.
 *
 * @throws AppError `invalid` when a rule of it cannot be used: nothing may pass unredacted then
 */
export function createRedactor(policy: RedactionPolicy): Redactor {
  if (policy.mode === 'off') return passThrough;
  if (policy.mode !== 'on' && policy.mode !== 'detect') {
    // A policy this version does not know must not let data through unredacted.
    throw new Error(`Unknown redaction mode: ${String((policy as { mode: unknown }).mode)}`);
  }
  let redactor = known.get(policy.version);
  if (redactor === undefined) {
    redactor = new RecordRedactor(new TextRedactor(policy));
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(policy.version, redactor);
  }
  const { redact, counts } = redactor;
  return {
    redact,
    takeCounts: () => {
      redactor.forget();
      return counts.take();
    },
  };
}
