/** The value a token of `tokens.css` has now, for canvas drawing: `tokenColor('--span-3')`. */
export function tokenColor(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export const SPAN_COLORS = 20;

/** Token of the color of the service that appeared as the `index`-th (0-based) in its trace. */
export function spanColorToken(index: number): `--span-${number}` {
  return `--span-${(index % SPAN_COLORS) + 1}`;
}

/** A color for a service where no trace gives an order: the same name, the same color. */
export function serviceColorToken(service: string): `--span-${number}` {
  let hash = 2166136261;
  for (let i = 0; i < service.length; i++) hash = Math.imul(hash ^ service.charCodeAt(i), 16777619);
  return spanColorToken((hash >>> 0) % SPAN_COLORS);
}
