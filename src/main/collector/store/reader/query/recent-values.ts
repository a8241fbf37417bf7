import type { TraceSuggestions } from '../../../../../shared/contract/traces.ts';
import type { SuggestedField } from '../../../../../shared/query/fields.ts';
import type { Attribute } from '../../../../../shared/telemetry.ts';
import { HIDDEN_VALUE } from '../../../../../shared/visibility.ts';
import { decodeResource, decodeScope } from '../../../otlp/decode-detail.ts';
import { hidesAnything, type HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import { Rewriter } from '../../../visibility/rewriter.ts';
import { isDead } from '../../summarize.ts';
import { attributeText } from '../attribute-text.ts';
import type { DataFiles } from '../data-files.ts';
import { foldText } from '../fold-text.ts';
import { Slices } from '../slices.ts';
import { skipDamage } from '../trace-segments.ts';
import { nodeTexts } from '../kin/node-text.ts';
import { readable } from './readable.ts';
import { FrameView, SegmentView, SpanView } from './segment-view.ts';

/** Spans that are looked at, those of the newest segments first. */
const MAX_SPANS = 5_000;
/** Different keys or values that are counted. */
const MAX_COUNTED = 10_000;
/** Longer values are not offered: they would not be chosen from a list. */
const MAX_VALUE = 200;

/** What is asked for: keys, or the values of one; of these those with a text in them. */
export interface ValueQuery {
  readonly projectId: string;
  readonly key?: string | undefined;
  /** Of this field of spans instead. */
  readonly field?: SuggestedField | undefined;
  readonly text: string;
  readonly limit: number;
  readonly hidden?: HiddenAttributes | null;
}

/** Attribute keys, values of one or of a field of the newest spans, the most frequent first; what is hidden is not among them. */
export async function recentValues(files: DataFiles, query: ValueQuery): Promise<TraceSuggestions> {
  const { projectId, key, field, limit } = query;
  const hidden = query.hidden ?? null;
  const rewriter = hidesAnything(hidden) ? new Rewriter(hidden) : undefined;
  const counts = new Map<string, number>();
  const count = (spans: number, texts: Iterable<string>): void => {
    for (const text of texts) {
      if (counts.has(text) || counts.size < MAX_COUNTED) {
        counts.set(text, (counts.get(text) ?? 0) + spans);
      }
    }
  };
  const read = (segment: SegmentView, most: number): number =>
    field === undefined
      ? readSegment(segment, most, (spans, attributes) =>
          count(spans, new Set(textsOf(attributes, key))),
        )
      : readFields(segment, most, field, (texts) => count(1, texts));
  let spans = 0;
  const slices = new Slices();
  for (const { path } of files.list(projectId, 'traces')) {
    let id = files.open(path)?.lastSegment() ?? 0;
    for (; id > 0; id = files.open(path)?.previousSegment(id) ?? 0) {
      if (spans >= MAX_SPANS) break;
      skipDamage(() => {
        const reader = files.reopen(path);
        const row = reader.segment(id);
        if (row !== undefined) {
          spans += read(new SegmentView(reader, row, rewriter), MAX_SPANS - spans);
        }
      });
      if (slices.due) await slices.next();
    }
  }
  const wanted = foldText(query.text);
  const values = [...counts]
    .filter(([text]) => foldText(text).includes(wanted))
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, limit)
    .map(([value, count]) => ({ value, count }));
  return { values, spans };
}

/** Reads at most so many live spans, with their resources and scopes; how many it were. */
function readSegment(
  segment: SegmentView,
  most: number,
  add: (spans: number, attributes: readonly Attribute[]) => void,
): number {
  const { header } = segment;
  const ofResource = new Uint32Array(segment.resources.length);
  const ofScope = new Uint32Array(segment.scopes.length);
  const spans = eachSpan(segment, most, ({ ordinal, decoded: span }) => {
    ofResource[header.resource[ordinal]!]!++;
    ofScope[header.scope[ordinal]!]!++;
    if (span === null) return;
    const inner = [...span.events, ...span.links].flatMap(({ attributes }) => attributes);
    add(1, [...span.attributes, ...inner]);
  });
  for (const [i, body] of segment.resources.entries()) {
    if (ofResource[i]! > 0)
      add(ofResource[i]!, readable(() => decodeResource(body).attributes) ?? []);
  }
  for (const [i, body] of segment.scopes.entries()) {
    if (ofScope[i]! > 0) add(ofScope[i]!, readable(() => decodeScope(body).attributes) ?? []);
  }
  return spans;
}

/** Looks at at most so many live spans; how many it were. */
function eachSpan(segment: SegmentView, most: number, look: (span: SpanView) => void): number {
  const { row } = segment;
  let spans = 0;
  for (const frame of segment.reader.frames(row.id, 0, row.records)) {
    const view = new FrameView(segment, frame);
    for (const [offset, body] of view.bodies.entries()) {
      const ordinal = frame.first + offset;
      if (spans === most || isDead(row.dead, ordinal)) continue;
      spans++;
      look(new SpanView(segment, view, ordinal, body));
    }
    if (spans === most) break;
  }
  return spans;
}

/** Reads a field of at most so many live spans; how many it were. */
function readFields(
  segment: SegmentView,
  most: number,
  field: SuggestedField,
  add: (texts: Iterable<string>) => void,
): number {
  if (field === 'event') {
    return eachSpan(segment, most, ({ decoded }) =>
      add(new Set((decoded?.events ?? []).map(({ name }) => name).filter(isOffered))),
    );
  }
  const { row } = segment;
  const textOf = fieldTexts(segment, field);
  let spans = 0;
  for (let i = 0; i < row.records && spans < most; i++) {
    if (isDead(row.dead, i)) continue;
    spans++;
    const text = textOf(i);
    if (isOffered(text)) add([text]);
  }
  return spans;
}

function fieldTexts(
  segment: SegmentView,
  field: Exclude<SuggestedField, 'event'>,
): (ordinal: number) => string {
  const { header } = segment;
  switch (field) {
    case 'scope': {
      const names = segment.scopes.map((body) => readable(() => decodeScope(body).name) ?? '');
      return (i) => names[header.scope[i]!]!;
    }
    case 'genai.node':
    case 'genai.caller': {
      // Whatever is one may have called one.
      const textOf = nodeTexts(header);
      return (i) => textOf(i) ?? '';
    }
    default: {
      const column = header[field === 'parent.service' ? 'service' : field];
      return (i) => header.strings[column[i]!]!;
    }
  }
}

const isOffered = (text: string): boolean =>
  text !== '' && text !== HIDDEN_VALUE && text.length <= MAX_VALUE;

function textsOf(attributes: readonly Attribute[], key: string | undefined): string[] {
  if (key === undefined) return attributes.map((attribute) => attribute.key);
  return attributes
    .filter((attribute) => attribute.key === key && attribute.value.type !== 'bytes')
    .flatMap(({ value }) => (value.type === 'array' ? value.value : [value]))
    .map(attributeText)
    .filter(isOffered);
}
