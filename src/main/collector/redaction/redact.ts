import type { RedactMessage } from '../otlp/types.ts';
import type { ActivePolicy, RedactionPolicy } from './policy.ts';
import type { RecordRedactor } from './record-redactor.ts';
import type { RedactionCount } from './redaction-count.ts';

/** The redaction step of the pipeline for one policy. */
export interface Redactor {
  /** Every resource, scope and record passes through it before anything of it is read, indexed or written. */
  readonly redact: RedactMessage;
  /** Says which resource the next records belong to, for the counts, where it passed through before. */
  readonly under: (resource: Uint8Array) => void;
  /** What was found since the last call; never values. */
  readonly takeCounts: () => RedactionCount[];
}

let release = (): void => {};

/**
 * Says that no record is needed any more that was rewritten in this thread so far: the memory of them all is used again.
 * For who has copied them; all others leave them to the garbage collector.
 */
export function releaseRedacted(): void {
  release();
}

const passThrough: Redactor = {
  redact: (_kind, body) => body,
  under: () => {},
  takeCounts: () => [],
};

/** Redactors by the version of their policy: compiling rules costs more than a small request. */
const known = new Map<string, RecordRedactor>();
const MAX_KNOWN = 256;

let make: ((policy: ActivePolicy) => RecordRedactor) | undefined;

/**
 * Loads what redaction needs: tables, formats, two libraries. Some megabytes and milliseconds that nobody pays who
 * does not redact; needed before {@link createRedactor} for any policy but `off`.
 */
export async function loadRedaction(): Promise<void> {
  if (make !== undefined) return;
  const { RecordRedactor } = await import('./record-redactor.ts');
  const { TextRedactor } = await import('./text-redactor.ts');
  const { sharedSpace } = await import('./record-space.ts');
  release = () => sharedSpace().release();
  make = (policy) => new RecordRedactor(new TextRedactor(policy));
}

/** True when a policy asks for what is not loaded yet. */
export function needsLoading(policy: RedactionPolicy): boolean {
  return make === undefined && policy.mode !== 'off';
}

/**
 * The redactor of a policy.
 *
 * @throws AppError `invalid` when a rule of it cannot be used: nothing may pass unredacted then
 */
export function createRedactor(policy: RedactionPolicy): Redactor {
  if (policy.mode === 'off') return passThrough;
  if (make === undefined || (policy.mode !== 'on' && policy.mode !== 'detect')) {
    // A policy this version does not know, or cannot apply yet, must not let data through unredacted.
    throw new Error(`Redaction is not ready for the mode ${String(policy.mode)}.`);
  }
  let redactor = known.get(policy.version);
  if (redactor === undefined) {
    redactor = make(policy);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(policy.version, redactor);
  }
  const { redact, under, counts } = redactor;
  const own: Redactor = {
    redact,
    under,
    takeCounts: () => {
      redactor.forget();
      return counts.take();
    },
  };
  return policy.besides === undefined ? own : oneAfterOther(own, createRedactor(policy.besides));
}

/** A redactor, and one that looks at what the first leaves and changes nothing. */
function oneAfterOther(first: Redactor, seeing: Redactor): Redactor {
  return {
    redact: (kind, body) => seeing.redact(kind, first.redact(kind, body)),
    under: (resource) => {
      first.under(resource);
      seeing.under(resource);
    },
    takeCounts: () => [...first.takeCounts(), ...seeing.takeCounts()],
  };
}
