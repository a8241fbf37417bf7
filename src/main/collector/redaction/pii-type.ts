import { PII_TYPES, type PiiType } from '../../../shared/redaction.ts';

export { parsePiiType, PII_TYPES, type PiiType } from '../../../shared/redaction.ts';

/** A piece of a text that is to go: UTF-16 offsets, end exclusive. */
export interface Hit {
  start: number;
  end: number;
  /** A built-in kind, or the name a custom rule gives. */
  type: string;
  /** What found it, for the redaction audit: `card.visa`, `secret.github`, the id of a custom rule. */
  rule: string;
  /** Of base64 in which something was found: what takes its place, base64 again, and the hits in it. */
  unpacked?: { readonly text: string; readonly hits: readonly Hit[] } | undefined;
}

/** A bit for each kind of data. */
export const TYPE_BIT: Readonly<Record<PiiType, number>> = Object.fromEntries(
  PII_TYPES.map((type, index) => [type, 1 << index]),
) as Record<PiiType, number>;
export const ALL_TYPES = (1 << PII_TYPES.length) - 1;
