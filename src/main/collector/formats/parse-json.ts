/** The reviver's third argument (ECMAScript 2026), which the library types do not know yet. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown;

/** Parses JSON with integers beyond 2^53 as text, where the runtime can. */
export function parseJson(text: string): unknown {
  if (!/9\d{15}|\d{17}/.test(text)) return JSON.parse(text) as unknown;
  return (JSON.parse as ParseWithSource)(text, (_key, value, context) => {
    const isLarge =
      typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    const digits = isLarge ? context?.source : undefined;
    return digits !== undefined && /^-?\d+$/.test(digits) ? digits : value;
  });
}
