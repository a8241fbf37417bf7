/** A number kept as it was written, because a double cannot hold it (ids beyond 2^53, long decimals). */
export class ExactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | ExactNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

const exact: Reviver = (_key, value, context) => {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  // `1.0` and `1e3` are the same number written otherwise; only lost digits matter.
  return /\d{16}/.test(source.replace('.', '')) && String(value) !== source
    ? new ExactNumber(source)
    : value;
};

/** The JSON value of a text, numbers exact; undefined when it is not JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text, exact as (key: string, value: unknown) => unknown) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The object or array a text holds; undefined for anything else, plain words and lone numbers included. */
export function parseJsonContainer(text: string): JsonValue | undefined {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  const value = parseJson(text);
  return isContainer(value) ? value : undefined;
}

export function isContainer(
  value: JsonValue | undefined,
): value is readonly JsonValue[] | { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber);
}

/** JSON text of a value, indented by two spaces unless `indent` is 0. */
export function formatJson(value: JsonValue, indent = 2): string {
  return write(value, indent, '');
}

function write(value: JsonValue, indent: number, before: string): string {
  if (!isContainer(value)) {
    return value instanceof ExactNumber ? value.source : JSON.stringify(value);
  }
  const isList = Array.isArray(value);
  const inner = before + ' '.repeat(indent);
  const items = isList
    ? (value as readonly JsonValue[]).map((item) => write(item, indent, inner))
    : Object.entries(value).map(
        ([key, item]) =>
          `${JSON.stringify(key)}:${indent > 0 ? ' ' : ''}${write(item, indent, inner)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  if (indent === 0) return `${open}${items.join(',')}${close}`;
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${before}${close}`;
}
