import {
  isKinField,
  KINDS,
  type KinField,
  SPAN_FIELDS,
  type SpanField,
} from '../../../../../shared/query/fields.ts';
import type { Test } from '../../../../../shared/query/plan.ts';
import { decodeScope } from '../../../otlp/decode-detail.ts';
import { USAGE_CALL } from '../../../otlp/types.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { type Kin, kinTest } from './kin-test.ts';
import { readable } from './readable.ts';
import type { SegmentView, SpanView } from './segment-view.ts';
import { NO, UNKNOWN, YES, type SpanMatcher } from './span-matcher.ts';
import { numberTest, textTest } from './value-tests.ts';
import { type ByHeader, verdictOnce } from './verdict-once.ts';

/** OTLP StatusCode of a failed span. */
const FAILED = 2;

/** Columns of texts in the header. */
const TEXT_COLUMNS = {
  name: 'name',
  service: 'service',
  environment: 'environment',
  release: 'release',
  provider: 'provider',
  model: 'model',
  operation: 'operation',
  session: 'session',
  user: 'user',
} as const satisfies Partial<Record<SpanField, keyof SpanHeader>>;

const passesNothing: ByHeader = () => false;

/**
 * A condition on a field of spans. All but few are columns of the header.
 *
 * @param kin tells of the spans above; without it only `genai.node` of {@link KinField} can be told, by the span alone
 */
export function fieldMatcher(field: SpanField, test: Test, kin?: Kin): SpanMatcher {
  if (field === 'event' || field === 'status.message') return bodyMatcher(field, test);
  const prepare = isKinField(field) ? kinTest(field, test, kin) : headerTest(field, test);
  let passes: ByHeader = passesNothing;
  return {
    hashes: [],
    usesHeader: true,
    usesBody: false,
    beginSegment: (segment) => {
      passes = prepare(segment);
    },
    isTold: () => true,
    byHeader: (ordinal) => (passes(ordinal) ? YES : NO),
    beginFrame: () => undefined,
    mayBeInFrame: () => true,
    matches: ({ ordinal }) => passes(ordinal),
  };
}

function bodyMatcher(field: 'event' | 'status.message', test: Test): SpanMatcher {
  const passes = textTest(test);
  return {
    hashes: [],
    usesHeader: false,
    usesBody: true,
    beginSegment: () => undefined,
    isTold: () => false,
    byHeader: () => UNKNOWN,
    beginFrame: () => undefined,
    mayBeInFrame: () => true,
    matches: ({ decoded }: SpanView) => {
      if (decoded === null) return false;
      return field === 'event'
        ? decoded.events.some(({ name }) => passes(name))
        : passes(decoded.status.message);
    },
  };
}

function headerTest(
  field: Exclude<SpanField, KinField>,
  test: Test,
): (segment: SegmentView) => ByHeader {
  if (Object.hasOwn(TEXT_COLUMNS, field)) {
    const column = TEXT_COLUMNS[field as keyof typeof TEXT_COLUMNS];
    const passes = textTest(test);
    return ({ header }) => {
      const verdicts = verdictOnce((text) => passes(header.strings[text]!), header.strings.length);
      return (i) => verdicts(header[column][i]!);
    };
  }
  switch (field) {
    case 'scope': {
      const passes = textTest(test);
      return ({ header, scopes }) => {
        const names = scopes.map((body) => readable(() => decodeScope(body).name) ?? '');
        const verdicts = verdictOnce((scope) => passes(names[scope] ?? ''), names.length);
        return (i) => verdicts(header.scope[i]!);
      };
    }
    case 'id': {
      const passes = textTest(test.kind === 'is' ? lowerCase(test) : test);
      return ({ header }) =>
        (i) =>
          passes(Buffer.from(header.spanIds.subarray(i * 8, i * 8 + 8)).toString('hex'));
    }
    case 'status':
    case 'kind':
    case 'root':
    case 'call': {
      const passes = textTest(test);
      return ({ header }) =>
        (i) =>
          passes(choiceOf(field, header, i));
    }
    default: {
      const info = SPAN_FIELDS[field];
      const passes = numberTest(test, info.type === 'number' && field !== 'cost');
      return ({ header }) =>
        (i) =>
          passes(numberOf(field, header, i));
    }
  }
}

function lowerCase({ values }: Extract<Test, { kind: 'is' }>): Test {
  return { kind: 'is', values: values.map((value) => value.toLowerCase()) };
}

function choiceOf(
  field: 'status' | 'kind' | 'root' | 'call',
  header: SpanHeader,
  i: number,
): string {
  if (field === 'status') return header.status[i] === FAILED ? 'error' : 'ok';
  if (field === 'kind') return KINDS[header.kind[i]!] ?? 'unspecified';
  if (field === 'call') return String(header.usage[i] === USAGE_CALL);
  return String(header.parent[i] === 0);
}

function numberOf(field: SpanField, header: SpanHeader, i: number): number {
  switch (field) {
    case 'duration':
      return header.durationUs[i]! + header.durationNs[i]! / 1000;
    case 'start':
      return header.startUs[i]! + header.startNs[i]! / 1000;
    case 'tokens':
      return header.inputTokens[i]! + header.outputTokens[i]!;
    case 'input_tokens':
      return header.inputTokens[i]!;
    case 'output_tokens':
      return header.outputTokens[i]!;
    case 'cached_tokens':
      return header.cachedTokens[i]!;
    case 'reasoning_tokens':
      return header.reasoningTokens[i]!;
    default:
      return header.costSource[i] === 0 ? Number.NaN : header.cost[i]!;
  }
}
