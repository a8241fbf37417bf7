import { z } from 'zod';

/** A field that a call does not have, and those it has at that place. */
export interface UnknownField {
  readonly path: readonly string[];
  readonly known: readonly string[];
}

/** What any schema is made of. */
interface Schema {
  readonly def: z.core.$ZodTypes['_zod']['def'];
}

/**
 * Fields of an input that its schema does not declare, at any depth: the parser drops them, and a misspelt filter that
 * is dropped exports or deletes everything.
 *
 * @param schema of a call; undefined for one without input
 */
export function unknownFields(schema: unknown, input: unknown): UnknownField[] {
  if (schema !== undefined) return look(schemaOf(schema), input, []);
  return ofObject({}, input, []);
}

const schemaOf = (schema: unknown) => schema as Schema;

function look(schema: Schema, value: unknown, path: readonly string[]): UnknownField[] {
  const { def } = schema;
  switch (def.type) {
    case 'object':
      // Whatever is let through or refused by the schema itself is its own affair.
      return def.catchall === undefined ? ofObject(def.shape, value, path) : [];
    case 'array':
      if (!Array.isArray(value)) return [];
      return value.flatMap((item, i) => look(schemaOf(def.element), item, [...path, String(i)]));
    case 'record':
      if (!isFields(value)) return [];
      return Object.entries(value).flatMap(([key, item]) =>
        look(schemaOf(def.valueType), item, [...path, key]),
      );
    case 'union':
      // Where several alternatives fit, a field of any of them that fits whole is none too many.
      return (
        def.options
          .filter((option) => z.safeParse(option, value).success)
          .map((option) => look(schemaOf(option), value, path))
          .toSorted((a, b) => a.length - b.length)[0] ?? []
      );
    case 'pipe':
      return look(schemaOf(def.in), value, path);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
      return look(schemaOf(def.innerType), value, path);
    default:
      return [];
  }
}

function ofObject(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  value: unknown,
  path: readonly string[],
): UnknownField[] {
  if (!isFields(value)) return [];
  const known = Object.keys(shape);
  return Object.entries(value).flatMap(([key, item]) =>
    Object.hasOwn(shape, key)
      ? look(schemaOf(shape[key]), item, [...path, key])
      : [{ path: [...path, key], known }],
  );
}

function isFields(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Blob)
  );
}
