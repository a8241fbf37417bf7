import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { hidesAnything, type HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import { Rewriter } from '../../../visibility/rewriter.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import type { DataFiles } from '../data-files.ts';
import {
  firstText,
  MAX_VALUE_LENGTH,
  MAX_VALUES,
  readAttribute,
} from '../query/attribute-values.ts';
import { SegmentView } from '../query/segment-view.ts';
import type { StringTable } from '../string-table.ts';
import { skipDamage } from '../trace-segments.ts';
import type { FoundSegment } from './scan-headers.ts';

/** Longer than any value that is told apart: it stands for those that are not. */
const LEFT_OUT = '…'.repeat(MAX_VALUE_LENGTH + 1);

/** Values of the spans of a segment. */
export interface ReadAttribute {
  readonly header: SpanHeader;
  /** Numbers of texts by ordinal. */
  readonly numbers: Uint32Array;
}

/** An attribute that spans are split by, as one viewer sees it. */
export class AttributeSplit {
  /** Tells attributes and viewers apart. */
  readonly name: string;
  readonly #key: string;
  readonly #rewriter: Rewriter | undefined;

  constructor(key: string, hidden: HiddenAttributes | null) {
    const hides = hidesAnything(hidden);
    this.#key = key;
    this.#rewriter = hides ? new Rewriter(hidden!) : undefined;
    this.name = JSON.stringify([key, hides ? hidden : null]);
  }

  /** Numbers the values of the spans of a segment by `texts`; undefined where the segment is damaged. */
  read(
    files: DataFiles,
    { path, row }: FoundSegment,
    texts: StringTable,
  ): ReadAttribute | undefined {
    return skipDamage(() => {
      const segment = new SegmentView(files.reopen(path), row, this.#rewriter);
      const { header } = segment;
      // '' is number 0.
      const numbers = new Uint32Array(header.count);
      readAttribute(segment, this.#key, {
        inContext: (resources, scopes) => {
          const [ofResources, ofScopes] = [resources, scopes].map((each) =>
            each.map((values) => texts.intern(textOf(values))),
          );
          const { resource, scope } = header;
          for (let i = 0; i < header.count; i++) {
            numbers[i] = ofScopes![scope[i]!] || ofResources![resource[i]!] || 0;
          }
        },
        inSpan: (ordinal, values) => {
          numbers[ordinal] = texts.intern(textOf(values));
        },
      });
      return { header, numbers };
    });
  }
}

function textOf(values: readonly AttributeValue[]): string {
  const text = firstText(values);
  return text.length > MAX_VALUE_LENGTH ? LEFT_OUT : text;
}

/** Numbers the values that a chart is split by, as many as are told apart. */
export class AttributeGroups {
  /** Whether some were left out that would have been told. */
  truncated = false;
  readonly #values: StringTable;
  readonly #only: ReadonlySet<string> | undefined;

  /** @param only values that are asked for; absent for all */
  constructor(values: StringTable, only: readonly string[] | undefined) {
    this.#values = values;
    this.#only = only && new Set(only);
  }

  /** Those that were left out; no group of its own. */
  get leftOut(): number | undefined {
    return this.#values.find(LEFT_OUT);
  }

  intern(text: string): number {
    const values = this.#values;
    const known = values.find(text);
    if (known !== undefined) return known;
    if (this.#only?.has(text)) return values.intern(text);
    if (this.#only === undefined) {
      if (text !== LEFT_OUT && values.size <= MAX_VALUES) return values.intern(text);
      this.truncated = true;
    }
    return values.intern(LEFT_OUT);
  }
}
