import type { JsonValue } from './llm-view.ts';

/** An object of a JSON document. */
export type JsonObject = { [key: string]: JsonValue };

/** Deepest document parsed; a deeper one stays a text, as serializing it again could exhaust the stack. */
const MAX_DEPTH = 128;

/** Whether the value is an object, and no array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object the value is or, as text, spells; undefined otherwise. */
export function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  const parsed = typeof value === 'string' ? parsedDocument(value) : value;
  return isObject(parsed) ? parsed : undefined;
}

/** The elements of an array, or nothing. */
export function arrayOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a string or number, or ''. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** First non-empty text among the keys of an object, or ''. */
export function firstTextOf(object: JsonObject, ...keys: readonly string[]): string {
  for (const key of keys) {
    const text = textOf(own(object, key));
    if (text !== '') return text;
  }
  return '';
}

/** First value among the keys of an object that is neither absent nor null. */
export function firstOf(object: JsonObject, ...keys: readonly string[]): JsonValue | undefined {
  for (const key of keys) {
    const value = own(object, key);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/**
 * The document a text spells when it looks like an object, an array or a quoted text, else the text itself: cut or
 * broken JSON stays readable as it came.
 */
export function parseText(text: string): JsonValue {
  return parsedDocument(text) ?? text;
}

/** A text inside a document, parsed as {@link parseText}; any other value as it is. */
export function parseNested(value: JsonValue | undefined): JsonValue {
  if (value === undefined) return null;
  return typeof value === 'string' ? parseText(value) : value;
}

/** Property of an object that it has itself: `constructor` and the like are no content. */
function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function parsedDocument(text: string): JsonValue | undefined {
  const first = firstCharacter(text);
  if (first !== '{' && first !== '[' && first !== '"') return undefined;
  try {
    const document = JSON.parse(text) as JsonValue;
    return isDeeperThan(document, MAX_DEPTH) ? undefined : document;
  } catch {
    return undefined;
  }
}

function isDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  const members = Array.isArray(value) ? value : Object.values(value);
  return members.some((member) => isDeeperThan(member, depth - 1));
}

function firstCharacter(text: string): string {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return text.charAt(at);
}
