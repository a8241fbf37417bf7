import { expect, it } from 'vitest';
import { planQuery } from '../../../shared/query/resolve.ts';
import {
  agentCondition,
  groupCondition,
  serviceCallCondition,
  tracesBehind,
  tracesWithSpans,
} from './leads-to.ts';

const DAY = { time: { kind: 'last', range: '24h' }, terms: {} } as const;
const NOON_US = Date.UTC(2026, 10, 21, 12) * 1000;
const whole = { fromUs: NOON_US, toUs: NOON_US + 10_000_000 };

it.each([
  ['traces', 'service', 'shop', 'main.service = "shop"'],
  ['traces', 'environment', '', 'not exists environment'],
  ['traces', 'release', '1.2', 'release = "1.2"'],
  ['spans', 'service', 'shop', 'service = "shop"'],
  ['spans', 'model', '', 'not exists model'],
  ['calls', 'operation', String.raw`a "b" \ c`, String.raw`operation = "a \"b\" \\ c"`],
] as const)('%s by %s %j meet %s', (counted, field, value, condition) => {
  expect(groupCondition(counted, field, value)).toBe(condition);
  expect(() => planQuery(counted === 'traces' ? condition : `has(${condition})`)).not.toThrow();
});

const NODE = { spanNames: [], calls: 1, errors: 0, tokens: 0, p95DurationUs: 1 };

it.each([
  [
    serviceCallCondition({ from: 'web', to: 'a "b"' }),
    String.raw`service = "a \"b\"" and parent.service = "web"`,
  ],
  [serviceCallCondition({ from: '', to: '' }), 'not exists service and parent.service = ""'],
  [agentCondition({ ...NODE, kind: 'tool', name: 'a b' }), 'genai.node = "tool a b"'],
  [
    agentCondition(
      { ...NODE, kind: 'model', name: 'gpt-5' },
      { ...NODE, kind: 'agent', name: 'x' },
    ),
    'genai.node = "model gpt-5" and genai.caller = "agent x"',
  ],
])('boxes and arrows lead to spans that meet %s', (condition, expected) => {
  expect(condition).toBe(expected);
  expect(() => planQuery(`has(${condition})`)).not.toThrow();
});

it('traces of a group keep a time that moves; those of a step have the part of it that was counted', () => {
  expect(tracesBehind(DAY, { counted: 'traces', condition: 'release = 2', whole })).toEqual({
    time: DAY.time,
    terms: { query: 'release = 2' },
  });
  const time = { fromUs: NOON_US - 5, toUs: NOON_US + 5 };
  expect(tracesBehind(DAY, { counted: 'traces', time, whole })).toEqual({
    time: { kind: 'between', fromUs: NOON_US, toUs: NOON_US + 5 },
    terms: {},
  });
});

it('spans and calls are found by their own start, whenever their trace began', () => {
  const time = { fromUs: NOON_US + 1_234_567, toUs: NOON_US + 99_000_000 };
  expect(tracesBehind(DAY, { counted: 'calls', condition: 'model = a', time, whole })).toEqual({
    time: { kind: 'any' },
    terms: {
      query:
        'has(call = true and model = a and start >= 2026-11-21T12:00:01.234567Z and start < 2026-11-21T12:00:10Z)',
    },
  });
  const ever = { ...DAY, time: { kind: 'any' } } as const;
  expect(tracesBehind(ever, { counted: 'spans', whole: {} })).toEqual(ever);
});

it('keeps the conditions there are, and joins what is typed', () => {
  const search = { ...DAY, terms: { status: 'error', query: 'a = 1 or b = 2' } } as const;
  const part = { counted: 'traces', condition: 'release = 2', whole } as const;
  const behind = tracesBehind(search, part);
  expect(behind.terms).toEqual({ status: 'error', query: '(a = 1 or b = 2) and release = 2' });
  expect(tracesBehind(behind, part).terms).toEqual(behind.terms);
  const called = tracesWithSpans(search, ['service = b'], {});
  expect(called.terms.query).toBe('(a = 1 or b = 2) and has(service = b)');
  const wrong = { ...search, terms: { query: 'a = (' } };
  expect(tracesBehind(wrong, part).terms).toEqual(wrong.terms);
});
