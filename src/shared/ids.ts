import { z } from 'zod';

/** 32 lower-case hex digits, not all zero. */
export const TraceId = z
  .string()
  .regex(/^[0-9a-fA-F]{32}$/, 'A trace id is 32 hexadecimal digits.')
  .transform((id) => id.toLowerCase());

/** 16 lower-case hex digits. */
export const SpanId = z
  .string()
  .regex(/^[0-9a-fA-F]{16}$/, 'A span id is 16 hexadecimal digits.')
  .transform((id) => id.toLowerCase());

/** `prj_` and 12 characters of Crockford base 32, lower case: safe as a folder name. */
export const ProjectId = z.string().regex(/^prj_[0-9a-hjkmnp-tv-z]{12}$/, 'Not a project id.');

/** `key_` and 12 characters of Crockford base 32, lower case. */
export const KeyId = z.string().regex(/^key_[0-9a-hjkmnp-tv-z]{12}$/, 'Not a key id.');

/** Microseconds since the Unix epoch; fits a double exactly until the year 2255. */
export const TimeUs = z.number().int().nonnegative();
