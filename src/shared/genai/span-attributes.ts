import type { Attribute, AttributeValue } from '../telemetry.ts';
import { isObject, parseText, type JsonObject } from './json-value.ts';
import type { JsonValue } from './llm-view.ts';

/** Deepest nesting followed; what lies below becomes null. */
const MAX_DEPTH = 64;

/** Most segments of a flattened key (`llm.input_messages.0.message.role` has five). */
const MAX_SEGMENTS = 24;

/** Attributes of a span or event by key; of a repeated key the first counts. */
export class SpanAttributes {
  readonly #byKey = new Map<string, AttributeValue>();

  constructor(attributes: readonly Attribute[]) {
    for (const { key, value } of attributes) {
      if (!this.#byKey.has(key)) this.#byKey.set(key, value);
    }
  }

  /** Keys in the order sent. */
  keys(): IterableIterator<string> {
    return this.#byKey.keys();
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** The value as it is, structure kept and texts unparsed; undefined when absent or empty. */
  value(key: string): JsonValue | undefined {
    const value = this.#byKey.get(key);
    if (value === undefined || value.type === 'empty') return undefined;
    return toJson(value, 0);
  }

  /** The value with a text that spells JSON parsed; undefined when absent or an empty text. */
  json(key: string): JsonValue | undefined {
    const value = this.value(key);
    if (typeof value !== 'string') return value;
    return value === '' ? undefined : parseText(value);
  }

  /** First of the keys that has a value, see {@link json}. */
  firstJson(...keys: readonly string[]): JsonValue | undefined {
    for (const key of keys) {
      const value = this.json(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** First non-empty text (or number as text) of the keys, or ''. */
  text(...keys: readonly string[]): string {
    for (const key of keys) {
      const value = this.value(key);
      if (typeof value === 'string' && value !== '') return value;
      if (typeof value === 'number') return String(value);
    }
    return '';
  }

  /**
   * Flattened attributes below `prefix` (which ends in a dot) as a tree: `a.0.b` and `a.0.c` below `a.` become
   * `{0: {b, c}}`. Undefined when there are none. Takes time in proportion to the attributes.
   */
  tree(prefix: string): JsonObject | undefined {
    let root: JsonObject | undefined;
    for (const key of this.#byKey.keys()) {
      if (!key.startsWith(prefix)) continue;
      const segments = key.slice(prefix.length).split('.', MAX_SEGMENTS + 1);
      if (segments.length > MAX_SEGMENTS) continue;
      root ??= emptyObject();
      plant(root, segments, this.value(key) ?? null);
    }
    return root;
  }
}

/** Elements of a tree node under whole-number keys, in the order of the numbers. */
export function indexed(node: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(node)) return node;
  if (!isObject(node)) return [];
  const numbers = Object.keys(node).filter((key) => isIndex(key));
  numbers.sort((left, right) => Number(left) - Number(right));
  return numbers.map((key) => node[key] ?? null);
}

function plant(root: JsonObject, segments: readonly string[], value: JsonValue): void {
  let node = root;
  for (const segment of segments.slice(0, -1)) {
    const next = node[segment];
    if (isObject(next)) {
      node = next;
      continue;
    }
    // A text at `a` beside `a.b` gives way: the flattened form holds more.
    const created = emptyObject();
    node[segment] = created;
    node = created;
  }
  const last = segments.at(-1) ?? '';
  if (!isObject(node[last])) node[last] = value;
}

/** Without a prototype, so that no key of an attribute means more than itself. */
function emptyObject(): JsonObject {
  return Object.create(null) as JsonObject;
}

function isIndex(key: string): boolean {
  if (key.length === 0 || key.length > 9) return false;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

function toJson(value: AttributeValue, depth: number): JsonValue {
  if (depth > MAX_DEPTH) return null;
  switch (value.type) {
    case 'array':
      return value.value.map((element) => toJson(element, depth + 1));
    case 'kvlist': {
      const object = emptyObject();
      for (const { key, value: member } of value.value) object[key] = toJson(member, depth + 1);
      return object;
    }
    case 'int': {
      const number = Number(value.value);
      return Number.isSafeInteger(number) ? number : value.value;
    }
    default:
      return value.value;
  }
}
