import * as fc from 'fast-check';
import type { ModelSpan } from './model-spans.ts';

const text = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom('', ...values);

/** Spans of few traces with few distinct values, so that ties and conflicts are common. */
export const modelSpan: fc.Arbitrary<ModelSpan> = fc.record({
  trace: fc.constantFrom(
    '0000000000000000aaaaaaaaaaaaaaaa',
    'aaaaaaaaaaaaaaaa0000000000000000',
    'ffffffffffffffffffffffffffffffff',
    '0123456789abcdef0123456789abcdee',
    '0123456789abcdef0123456789abcdef',
  ),
  startUs: fc.integer({ min: 0, max: 6 }).map((step) => 1_790_000_000_000_000 + step * 250),
  durationUs: fc.integer({ min: 0, max: 2000 }),
  error: fc.boolean(),
  root: fc.integer({ min: 0, max: 3 }).map((number) => number === 0),
  name: fc.constantFrom('GET /', 'POST /chat', 'Straße', 'ΟΔΟΣ', 'agent'),
  service: text('api', 'worker', 'db'),
  environment: text('prod', 'staging'),
  release: text('1.0', '1.1'),
  provider: text('openai', 'anthropic'),
  model: text('small', 'large'),
  session: text('s1', 's2'),
  user: text('u1', 'u2'),
  usage: fc.constantFrom('none' as const, 'call' as const, 'wrapper' as const),
  inputTokens: fc.constantFrom(0, 0, 3, 100),
  outputTokens: fc.constantFrom(0, 7, 50),
  // Binary fractions, so that sums do not depend on their order.
  cost: fc.constantFrom(Number.NaN, 0, 0.25, 1.5),
});
