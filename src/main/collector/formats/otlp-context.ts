import { parseBounded } from '../otlp/bounded-json.ts';
import { isRecord, type JsonRecord } from './otlp-span.ts';

/** A resource or scope as far as it is sound. */
export interface MendedContext {
  /** Undefined where nothing of it is. */
  readonly json: Uint8Array | undefined;
  /** What is wrong with it; undefined where nothing is. */
  readonly problem: string | undefined;
}

/**
 * A resource or scope without what is wrong in it: the records that follow it are not lost for that.
 *
 * @param refusal why an object is refused as what this is; undefined where it is not
 */
export function mendContext(
  json: Uint8Array | undefined,
  refusal: (value: JsonRecord) => string | undefined,
): MendedContext {
  if (json === undefined) return { json, problem: undefined };
  const value = parsed(json);
  if (value === null) return { json: undefined, problem: undefined };
  if (!isRecord(value)) {
    return { json: undefined, problem: 'is not JSON; its records are read without it' };
  }
  const reason = refusal(value);
  if (reason === undefined) return { json, problem: undefined };
  const { attributes } = value;
  const isSound = (attribute: unknown): boolean =>
    refusal({ attributes: [attribute] }) === undefined;
  const sound = Array.isArray(attributes) ? attributes.filter(isSound) : [];
  const whole = { ...value, attributes: sound };
  const kept = refusal(whole) === undefined ? whole : { attributes: sound };
  return {
    json: Buffer.from(JSON.stringify(kept)),
    problem: `is read without what is wrong in it: ${reason}`,
  };
}

/** A schema URL as it was read; undefined where it is no text. */
export function mendSchemaUrl(json: Uint8Array | undefined): Uint8Array | undefined {
  return json !== undefined && typeof parsed(json) === 'string' ? json : undefined;
}

function parsed(json: Uint8Array): unknown {
  try {
    return parseBounded(Buffer.from(json).toString('utf8'));
  } catch {
    return undefined;
  }
}
