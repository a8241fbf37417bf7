/** The value a token of `tokens.css` has now, for canvas drawing: `tokenColor('--span-3')`. */
export function tokenColor(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export const SPAN_COLORS = 20;

/** Token of a color number (0-19). */
export function spanColorToken(index: number): `--span-${number}` {
  return `--span-${(index % SPAN_COLORS) + 1}`;
}
