import { z } from 'zod';

/** Header in which a caller says why, for the audit log; on every transport alike. */
export const REASON_HEADER = 'x-spanward-reason';

export const MAX_REASON = 500;

const ONE_LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{200b}\u{2060}\u{feff}]*$/u;

/** Whether a text shows as it is: no line breaks, control characters, marks that turn text round, or half characters. */
export function isOneLine(text: string): boolean {
  return ONE_LINE.test(text);
}

/** Why somebody does something, in one line. */
export const Reason = z
  .string()
  .trim()
  .max(MAX_REASON, `A reason has at most ${MAX_REASON} characters.`)
  .refine(isOneLine, 'A reason is one line without control characters.');

/** What a call may carry beside its input. */
export interface CallExtras {
  readonly reason?: string | undefined;
}

const ENCODED = "UTF-8''";

/** A reason as a header value: percent-encoded as in RFC 8187, since headers are ASCII. */
export function encodeReason(reason: string): string {
  return ENCODED + encodeURIComponent(reason.replaceAll(/\p{Cs}/gu, '\u{fffd}'));
}

/** Headers of a call; none without a reason. */
export function reasonHeaders({ reason }: CallExtras): Record<string, string> {
  return reason === undefined || reason.trim() === ''
    ? {}
    : { [REASON_HEADER]: encodeReason(reason) };
}

/**
 * The reason in a header: percent-encoded after `UTF-8''`, or plain text. Unchecked.
 *
 * @param header as Node hands it over, one character a byte
 */
export function decodeReason(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === 'string' ? header : header?.[0];
  if (text === undefined || text === '') return undefined;
  if (text.startsWith(ENCODED)) {
    try {
      return decodeURIComponent(text.slice(ENCODED.length));
    } catch {
      return text;
    }
  }
  // A terminal in UTF-8 sends UTF-8.
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
