import { MAX_TEMPLATE } from '../../../shared/redaction.ts';
import type { PiiType } from './pii-type.ts';

/** What is put in place of a value that was found. */
export interface Replacement {
  /**
   * `text`: {@link template}; `mask`: the value with all but its last characters starred; `pseudonym`: a token that is
   * the same for the same value in one project; `remove`: nothing.
   */
  readonly kind: 'text' | 'mask' | 'pseudonym' | 'remove';
  /** For `text`; `{type}` stands for the kind of data. */
  readonly template?: string | undefined;
}

/** A rule of the user's own: words, or a pattern in RE2 syntax. */
export interface CustomRule {
  readonly id: string;
  /** What is put for `{type}`, upper case: `EMPLOYEE_ID`. */
  readonly type: string;
  readonly kind: 'keywords' | 'pattern';
  readonly keywords?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
  readonly ignoreCase?: boolean | undefined;
  readonly replacement?: Replacement | undefined;
}

/** What is removed from a project's data before it is stored; plain data, sent to the decode threads. */
export interface ActivePolicy {
  readonly mode: 'detect' | 'on';
  /** Of this project alone, and different whenever anything else here is: what is made of a policy is kept by it. */
  readonly version: string;
  /** Kinds looked for, each with its replacement; a kind that is absent is left alone. */
  readonly types: Readonly<Partial<Record<PiiType, Replacement>>>;
  readonly rules: readonly CustomRule[];
  /** Attributes that are removed altogether; `*` at the end stands for any ending. */
  readonly dropKeys: readonly string[];
  /** When not empty, all other attributes are removed; a resource keeps `service.*` and `deployment.*`. */
  readonly keepOnlyKeys: readonly string[];
  /** Attributes whose values are never looked at. */
  readonly allowKeys: readonly string[];
  /** E-mail domains, subdomains included, that are never redacted. */
  readonly allowDomains: readonly string[];
  /** IP addresses and CIDR ranges that are never redacted. */
  readonly allowAddresses: readonly string[];
  /** True leaves addresses of private networks (RFC 1918, RFC 4193, link-local) alone. */
  readonly allowPrivateAddresses: boolean;
  /** Key of the pseudonyms, base64; the same for one project for ever, so that tokens can be joined. */
  readonly pseudonymKey: string;
  /** What is counted besides and changes nothing, of mode `detect`: it sees only what this policy leaves. */
  readonly besides?: ActivePolicy | undefined;
}

export type RedactionPolicy = { readonly mode: 'off' } | ActivePolicy;

/** The policy of a project for which nobody has chosen one. */
export const NO_REDACTION: RedactionPolicy = { mode: 'off' };

export const DEFAULT_REPLACEMENT: Replacement = { kind: 'text', template: '[{type}]' };

/** Put in place of a value that could not be examined. */
export const FAILED_MARKER = '[REDACTION_FAILED]';

/**
 * A template in our form: other products write `<type>` or `<TYPE>` for `{type}`.
 *
 * `undefined` for one that could break what it is put into: quotes, backslashes, control characters, half a character,
 * more than 64 characters.
 */
export function parseTemplate(template: string): string | undefined {
  const plain = template.replaceAll(/\{type\}|<type>/gi, '{type}');
  if (plain.length > MAX_TEMPLATE || /["'`\\\p{Cc}\p{Cs}]/u.test(plain)) return undefined;
  return plain;
}
