/** Signs of JSON, as bytes. */
export const NEWLINE = 0x0a;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** Whether a control character is white space, or what separates JSON text sequences. */
export function isSpace(byte: number): boolean {
  return byte === 0x09 || byte === 0x0d || byte === 0x1e;
}

/** What parts or ends values. */
export function isSign(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === COLON;
}

/** What values begin or end with. */
export function isPunctuation(byte: number): boolean {
  return isSign(byte) || byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

/** Whether JSON may go on with a value after that. */
export function takesValue(byte: number): boolean {
  return byte === COMMA || byte === COLON || byte === OPEN_BRACKET;
}

/** Whether bytes are the mark in front of text in UTF-8. */
export function isByteOrderMark(bytes: Uint8Array): boolean {
  return bytes.length === 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** The text of a key in its quotes; undefined where it is none. */
export function keyText(bytes: Uint8Array): string | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
