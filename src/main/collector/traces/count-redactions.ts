import {
  DEFAULT_MARKS,
  markFinder,
  type MarkFinder,
  type RedactionMark,
} from '../../../shared/redaction-marks.ts';
import type { DetailRedaction } from '../../../shared/span-detail.ts';
import type { AttributeValue, DecodedSpan } from '../../../shared/telemetry.ts';
import type { decodeResource, decodeScope } from '../otlp/decode-detail.ts';

interface Parts {
  readonly span: DecodedSpan;
  readonly resource: ReturnType<typeof decodeResource>;
  readonly scope: ReturnType<typeof decodeScope>;
}

/** Texts longer than this are not searched, UTF-16 units: the panel shows their beginning only. */
const MAX_SEARCHED = 256 * 1024;

/** Counts replacements of redaction in all texts of a span, its resource and its scope; the most frequent first. */
export function countRedactions(
  { span, resource, scope }: Parts,
  marks: readonly RedactionMark[],
): DetailRedaction[] {
  const counts = new Map<string, { type: string; rule: string; count: number }>();
  const find = markFinder([...marks, ...DEFAULT_MARKS]);
  const search = (text: string): void => count(text, find, counts);
  const all = (attributes: DecodedSpan['attributes']): void => {
    for (const { key, value } of attributes) {
      search(key);
      eachText(value, search);
    }
  };
  for (const text of [span.name, span.status.message, scope.name]) search(text);
  for (const attributes of [span.attributes, resource.attributes, scope.attributes])
    all(attributes);
  for (const event of span.events) {
    search(event.name);
    all(event.attributes);
  }
  for (const link of span.links) all(link.attributes);
  return [...counts.values()].sort(
    (a, b) => b.count - a.count || (`${a.type} ${a.rule}` < `${b.type} ${b.rule}` ? -1 : 1),
  );
}

function count(
  text: string,
  find: MarkFinder,
  counts: Map<string, { type: string; rule: string; count: number }>,
): void {
  const shown = text.length > MAX_SEARCHED ? text.slice(0, MAX_SEARCHED) : text;
  for (const { mark } of find(shown)) {
    const { type, rule = type } = mark;
    const known = counts.get(`${type} ${rule}`);
    if (known === undefined) counts.set(`${type} ${rule}`, { type, rule, count: 1 });
    else known.count++;
  }
}

function eachText(value: AttributeValue, use: (text: string) => void): void {
  if (value.type === 'string') use(value.value);
  else if (value.type === 'array') for (const item of value.value) eachText(item, use);
  else if (value.type === 'kvlist') {
    for (const { key, value: inner } of value.value) {
      use(key);
      eachText(inner, use);
    }
  }
}
