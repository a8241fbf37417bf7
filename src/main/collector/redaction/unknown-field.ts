import { DELIMITED, WireReader } from '../otlp/wire.ts';
import { redactByteValue } from './byte-value.ts';
import { keyContext } from './key-context.ts';
import type { Hit } from './pii-type.ts';
import type { RedactedText } from './text-redactor.ts';

/** Messages within messages that are looked into. */
const MAX_DEPTH = 8;
/** Parts of a field that are looked at one by one; one of more cannot be examined. */
const MAX_PARTS = 10_000;
/** Names of attributes are no longer, bytes. */
const MAX_NAME = 128;
/** What has fewer bytes is nothing, but under a name that says so. */
const LEAST_BYTES = 6;
/** Tag of the name of an attribute. */
const NAME_TAG = 0x0a;

type Redact = (text: string, key: string) => RedactedText;

const TOO_MANY: readonly Hit[] = [
  { start: 0, end: 0, type: 'REDACTION_FAILED', rule: 'too-many-parts' },
];

/**
 * What is found in a field that this version does not know.
 *
 * It may be text, bytes, a message or an attribute, and is read as each of them: the length before a text can be a
 * digit, and a password is known by the name that lies in another field.
 *
 * @param redact finds in a text under a key
 */
export function findInUnknown(
  bytes: Buffer,
  start: number,
  end: number,
  redact: Redact,
): readonly Hit[] {
  let parts = 0;

  const find = (from: number, to: number, name: string, depth: number): readonly Hit[] => {
    const content = bytes.subarray(from, to);
    const { hits } = redactByteValue(content, (text) => redact(text, name));
    if (hits.length > 0 || to - from < LEAST_BYTES || depth === MAX_DEPTH) return hits;
    return isMessage(bytes, from, to) ? findInParts(from, to, name, depth + 1) : hits;
  };

  const findInParts = (from: number, to: number, outer: string, depth: number): readonly Hit[] => {
    const reader = new WireReader(bytes, from, to);
    let name = outer;
    while (reader.position < to) {
      const tag = reader.tag();
      if ((tag & 7) !== DELIMITED) {
        reader.skip(tag);
        continue;
      }
      const partEnd = reader.delimitedEnd();
      const partStart = reader.position;
      reader.position = partEnd;
      if (partEnd - partStart < LEAST_BYTES && keyContext(name).secret === '') {
        if (tag === NAME_TAG) name = bytes.toString('latin1', partStart, partEnd);
        continue;
      }
      if (++parts > MAX_PARTS) return TOO_MANY;
      const hits = find(partStart, partEnd, name, depth);
      if (hits.length > 0) return hits;
      if (tag === NAME_TAG && partEnd - partStart <= MAX_NAME) {
        name = bytes.toString('latin1', partStart, partEnd);
      }
    }
    return [];
  };

  return find(start, end, '', 0);
}

/** True for what can be read as fields to its end. */
function isMessage(bytes: Buffer, start: number, end: number): boolean {
  const reader = new WireReader(bytes, start, end);
  while (reader.position < reader.limit) reader.skip(reader.tag());
  return reader.failedAt < 0;
}
