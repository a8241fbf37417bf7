import type { AttributeValue } from '../../../../../shared/telemetry.ts';

/** Values inside each other that are looked into. */
const MAX_DEPTH = 64;
const EMPTY: AttributeValue = { type: 'empty', value: null };

/**
 * The values that names lead to in a map, one after the other: a map, or a text that is JSON. Of a list each element
 * is looked into.
 */
export function membersOf(
  value: AttributeValue,
  path: readonly string[],
  depth = 0,
): AttributeValue[] {
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (depth > MAX_DEPTH) return [];
  switch (value.type) {
    case 'array':
      return value.value.flatMap((element) => membersOf(element, path, depth + 1));
    case 'kvlist':
      return value.value
        .filter(({ key }) => key === name)
        .flatMap((member) => membersOf(member.value, rest, depth + 1));
    case 'string': {
      const parsed = parsedText(value.value);
      return parsed === undefined ? [] : membersOf(parsed, path, depth + 1);
    }
    default:
      return [];
  }
}

/** A text that is a map or a list in JSON; undefined for any other. */
function parsedText(text: string): AttributeValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return valueOf(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function valueOf(json: unknown, depth: number): AttributeValue {
  if (depth > MAX_DEPTH) return EMPTY;
  switch (typeof json) {
    case 'string':
      return { type: 'string', value: json };
    case 'boolean':
      return { type: 'bool', value: json };
    case 'number':
      return Number.isSafeInteger(json)
        ? { type: 'int', value: String(json) }
        : { type: 'double', value: json };
    default:
      if (Array.isArray(json)) {
        return { type: 'array', value: json.map((element) => valueOf(element, depth + 1)) };
      }
      return json === null || json === undefined
        ? EMPTY
        : {
            type: 'kvlist',
            value: Object.entries(json).map(([key, member]) => ({
              key,
              value: valueOf(member, depth + 1),
            })),
          };
  }
}
