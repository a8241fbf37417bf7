import type { RedactMessage } from './types.ts';
import { WireReader } from './wire.ts';
import { WireWriter } from './wire-writer.ts';

/** Published addresses, which nearly all are. */
const PUBLISHED = /^https:\/\/opentelemetry\.io\/schemas\/\d+\.\d+\.\d+$/;
const FIELD = 3;

/** The schema URL of a resource or scope after redaction: it is text that the sender makes up. */
export function redactSchemaUrl(redact: RedactMessage, url: string): string {
  if (url === '' || PUBLISHED.test(url)) return url;
  const writer = new WireWriter();
  writer.stringField(FIELD, url);
  const body = writer.finish();
  const redacted = redact('schema', body);
  if (redacted === body) return url;
  const bytes = Buffer.from(redacted);
  const reader = new WireReader(bytes);
  // Nothing is left of what cannot be written again.
  if (reader.position >= reader.limit) return '';
  reader.tag();
  const end = reader.delimitedEnd();
  return bytes.toString('utf8', reader.position, end);
}
