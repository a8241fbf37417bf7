/** Control characters, and those that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text as it may be written to a terminal: names and messages come from whoever sends telemetry, and a terminal obeys
 * what is in them. Such characters become `\u001b` and the like, which in JSON means the same as before.
 *
 * @param kept characters that stay, such as the ends of lines of a text with several
 */
export function visible(text: string, kept = ''): string {
  return text.replace(HIDDEN, (character) =>
    kept.includes(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
