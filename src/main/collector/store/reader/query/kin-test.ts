import type { KinField } from '../../../../../shared/query/fields.ts';
import type { Test } from '../../../../../shared/query/plan.ts';
import { spanName } from '../../segment/segment-calls.ts';
import { nodeTexts } from '../kin/node-text.ts';
import { NO_SPAN } from '../kin/parent-name.ts';
import type { SpanFamily } from '../kin/span-family.ts';
import type { StringTable } from '../string-table.ts';
import type { SegmentView } from './segment-view.ts';
import { textTest } from './value-tests.ts';
import { type ByHeader, verdictOnce } from './verdict-once.ts';

/** What is known of spans by those above them. */
export class Kin {
  readonly #family: SpanFamily;
  readonly #parents: Int32Array;
  readonly #callers: Uint32Array;

  constructor(family: SpanFamily) {
    this.#family = family;
    this.#parents = family.parents();
    this.#callers = family.callers(this.#parents);
  }

  /** The texts of a field, and which of them a span has by its number in the family; undefined for none. */
  column(field: KinField): { texts: StringTable; numberOf: (span: number) => number | undefined } {
    const { services, nodes, service, node } = this.#family;
    if (field === 'parent.service') {
      const parents = this.#parents;
      const numberOf = (span: number): number | undefined =>
        parents[span] === NO_SPAN ? undefined : service[parents[span]!];
      return { texts: services, numberOf };
    }
    const column = field === 'genai.node' ? node : this.#callers;
    return { texts: nodes, numberOf: (span) => column[span] || undefined };
  }

  /** Number of a span of a segment. */
  find({ header, traceOf }: SegmentView, ordinal: number): number {
    return this.#family.find(spanName(header, traceOf[ordinal]!, header.spanIds, ordinal));
  }
}

/** A condition on a field that depends on other spans. What is not there meets nothing, not even an empty text. */
export function kinTest(
  field: KinField,
  test: Test,
  kin: Kin | undefined,
): (segment: SegmentView) => ByHeader {
  const passes = textTest(test);
  if (kin === undefined) {
    if (field !== 'genai.node') throw new Error(`${field} depends on other spans`);
    return ({ header }) => {
      const textOf = nodeTexts(header);
      return (i) => {
        const text = textOf(i);
        return text !== undefined && passes(text);
      };
    };
  }
  const { texts, numberOf } = kin.column(field);
  const verdicts = verdictOnce((number) => passes(texts.text(number)), texts.size);
  return (segment) => (i) => {
    const span = kin.find(segment, i);
    const number = span === NO_SPAN ? undefined : numberOf(span);
    return number !== undefined && verdicts(number);
  };
}
