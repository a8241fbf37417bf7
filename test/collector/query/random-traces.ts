import * as fc from 'fast-check';
import {
  NOON_NS,
  type SpanSketch,
  spanId,
  traceId,
  type ValueSketch,
} from '../store-read/otlp-segments.ts';
import type { ModelValue, PlainSpan, Said } from './plain-evaluator.ts';

const value: fc.Arbitrary<ModelValue> = fc.oneof(
  fc.constantFrom<ModelValue>('GET', 'get', '404', 'Straße 12', '模型很好', 'ﬁx', ''),
  fc.constantFrom<ModelValue>(
    `${'long '.repeat(60)}GET 4711`,
    'Заказ № 4711',
    'zu\u0308rich GET',
    '한글',
    14_711,
    0.4711,
    ['заказ', 471],
  ),
  fc.constantFrom<ModelValue>(1, 2, 404, 0.5, -3, true, false),
  fc.constantFrom<ModelValue>(['a', 'GET'], [1, 404], ['GET']),
);

const span = fc.record({
  trace: fc.integer({ min: 0, max: 3 }),
  // Of those to come too, of itself, and one that never comes.
  parent: fc.option(fc.integer({ min: 0, max: 8 })),
  name: fc.constantFrom('GET /users', 'chat', 'Straße', 'query', 'Κόσμος'),
  service: fc.constantFrom('api', 'db', 'Worker'),
  startUs: fc.integer({ min: 0, max: 20 }).map((n) => n * 100),
  durationUs: fc.constantFrom(0, 50, 100, 1000, 5000),
  error: fc.option(fc.constantFrom('timeout', 'Connection REFUSED')),
  operation: fc.constantFrom('', '', 'chat', 'invoke_agent', 'execute_tool'),
  attributes: fc.dictionary(fc.constantFrom('k', 'http.status', 'odd key'), value, { maxKeys: 3 }),
  event: fc.option(fc.constantFrom('exception', 'retry')),
});

/** Few traces of few spans with few values, so that conditions are met and missed alike. */
export const plainSpans: fc.Arbitrary<PlainSpan[]> = fc
  .array(span, { minLength: 1, maxLength: 30 })
  .map((list) =>
    list.map((one, n): PlainSpan => ({
      ...one,
      span: n,
      attributes:
        one.operation === ''
          ? one.attributes
          : { ...one.attributes, 'gen_ai.operation.name': one.operation },
    })),
  );

/** The span as the collector receives it. */
export function sketchOf(plain: PlainSpan): SpanSketch {
  return {
    trace: traceId(plain.trace),
    span: spanId(plain.span),
    ...(plain.parent === null ? {} : { parent: spanId(plain.parent) }),
    name: plain.name,
    startNs: NOON_NS + BigInt(plain.startUs) * 1000n,
    durationNs: BigInt(plain.durationUs) * 1000n,
    ...(plain.error === null ? {} : { error: plain.error }),
    attributes: Object.fromEntries(
      Object.entries(plain.attributes).map(([key, one]) => [key, sketchOfValue(one)]),
    ),
    events: plain.event === null ? [] : [{ name: plain.event }],
  };
}

function sketchOfValue(one: ModelValue): ValueSketch {
  if (typeof one === 'object') return { arrayValue: { values: one.map(otlpValue) } };
  return otlpValue(one);
}

function otlpValue(one: string | number | boolean): Record<string, unknown> {
  if (typeof one === 'string') return { stringValue: one };
  if (typeof one === 'boolean') return { boolValue: one };
  return Number.isInteger(one) ? { intValue: String(one) } : { doubleValue: one };
}

const number = fc.constantFrom('0', '1', '2', '404', '0.5', '-3');
const text = fc.constantFrom(
  'GET',
  'get',
  'api',
  'db',
  '"Straße"',
  'chat',
  'timeout',
  '"GET /users"',
  '404',
);
const pattern = fc.constantFrom(
  '"^G"',
  '"(?i)get"',
  '"a|d"',
  '"\\d+"',
  '"."',
  '"x*"',
  '"GET"',
  '"(?i)RICH G?"',
  '"4711?"',
  '"1,40?4"',
  '"№ .7"',
);
const sign = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const duration = fc.constantFrom('0', '50us', '0.1ms', '1ms', '5ms');
const word = fc.constantFrom(
  'get',
  'STRASSE',
  '"straße 12"',
  '模型',
  'fix',
  '404',
  'true',
  '"a\\",\\"g"',
  'refused',
  'κόσμοσ',
  'lib',
  'e',
  '.5',
  '471',
  '-3',
  'заказ',
  'ZÜRICH',
  '글',
  'exception',
);
const join = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((list) => list.join(' '));

const key = fc.constantFrom('k', 'http.status', '"odd key"', 'missing', '"service.name"');
const onAttribute = fc.oneof(
  join(key, sign, fc.oneof(number, text)),
  join(key, '==', fc.oneof(number, text, fc.constantFrom('""', '"[1,404]"', 'true'))),
  join(key, fc.constantFrom('~', '!~'), pattern),
  join(key, 'in (', text, ',', number, ')'),
  join(key, 'between', '1', 'and', '404'),
  join('exists', key),
);
const node = fc.constantFrom(
  '"model chat"',
  '"agent GET /users"',
  '"tool query"',
  '"agent Straße"',
);
const onBoth = fc.oneof(
  join(fc.constantFrom('name', 'service'), sign, text),
  join(fc.constantFrom('name', 'service'), '~', pattern),
  join('duration', sign, duration),
  join('duration between 50us and', fc.constantFrom('100us', '5ms')),
  join('status', fc.constantFrom('=', '!='), fc.constantFrom('ok', 'error')),
  join(
    fc.constantFrom(
      'kind = server',
      'root = true',
      'scope ~ l',
      'event = retry',
      'exists status.message',
    ),
  ),
  join('status.message ~', pattern),
  join('parent.service', sign, text),
  join(fc.constantFrom('genai.node', 'genai.caller'), fc.constantFrom('=', '!='), node),
  fc.constantFrom('exists parent.service', 'exists genai.caller', 'genai.node ~ "^model"'),
  onAttribute,
  word,
);
const onTrace = fc.oneof(
  join(fc.constantFrom('root.name', 'root.service', 'main.service'), sign, text),
  join(fc.constantFrom('spans', 'errors', 'count()'), sign, number),
  fc.constantFrom('exists errors', 'exists root.name', 'span.name = chat', 'span.duration > 50us'),
);

const nested = (leaf: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      join('not', tie('node')),
      join('(', tie('node'), fc.constantFrom('and', 'or', ''), tie('node'), ')'),
    ),
  })).node;

/** Filters that make sense for {@link plainSpans}. */
export const sensibleQuery: fc.Arbitrary<string> = nested(
  fc.oneof(
    { arbitrary: onBoth, weight: 4 },
    { arbitrary: onTrace, weight: 2 },
    { arbitrary: join('has(', nested(onBoth), ')'), weight: 2 },
    { arbitrary: join('count(', nested(onBoth), ')', sign, number), weight: 2 },
  ),
);

/** Something said of a trace, or of a span of it. */
export const said: fc.Arbitrary<Said> = fc.oneof(
  fc.constant<Said>({ field: 'pinned', name: '', value: true }),
  fc
    .constantFrom('bug', 'größe', 'a b')
    .map((tag): Said => ({ field: 'tag', name: '', value: tag })),
  fc
    .constantFrom('Slow since Monday', 'slow', '模型很好')
    .map((note): Said => ({ field: 'note', name: '', value: note })),
  fc
    .tuple(
      fc.constantFrom('helpful', 'of answer'),
      fc.constantFrom(0.5, 1, -3, true, false, 'good', '1'),
    )
    .map(([name, score]): Said => ({ field: 'score', name, value: score })),
);

const tag = fc.constantFrom('bug', 'gr\u00f6\u00dfe', '"gro\u0308\u00dfe"', '"a b"', 'missing');
const score = fc.constantFrom('score.helpful', 'score."of answer"', 'score.missing');
const onSaid = fc.oneof(
  join('tag', fc.constantFrom('=', '!='), tag),
  join('tag in (', tag, ',', tag, ')'),
  join('tag ~', fc.constantFrom('u', '"^g"', '" "')),
  join('note', fc.constantFrom('~', '!~'), fc.constantFrom('"(?i)SLOW"', '"^slow$"', '模型')),
  join(score, sign, fc.constantFrom('0.5', '1.0', '0', 'true', 'good', '"1"')),
  join(score, 'between -3 and 0.5'),
  join('exists', fc.oneof(score, fc.constantFrom('tag', 'note'))),
);

/** Filters on what is said, beside others. */
export const querySaid: fc.Arbitrary<string> = nested(
  fc.oneof(
    { arbitrary: onSaid, weight: 3 },
    { arbitrary: onBoth, weight: 1 },
    {
      arbitrary: fc.constantFrom(
        'pinned',
        'not pinned',
        'pinned = false',
        'pinned = true',
        'span.tag = bug',
      ),
      weight: 1,
    },
    {
      arbitrary: join('has(', nested(fc.oneof(onSaid, onBoth)), ')'),
      weight: 2,
    },
    {
      arbitrary: join('count(', nested(onSaid), ')', sign, number),
      weight: 1,
    },
  ),
);
