import { expect, it } from 'vitest';
import { KNOWN_SPAN_ATTRIBUTES } from '../../../src/main/collector/genai/known-attributes.ts';
import { KNOWN_RESOURCE_ATTRIBUTES } from '../../../src/main/collector/otlp/decode-context.ts';
import { blankGroups } from '../../../src/main/collector/visibility/blank-groups.ts';
import { blankPage } from '../../../src/main/collector/visibility/blank-lists.ts';
import { blankAgents, blankSeries } from '../../../src/main/collector/visibility/blank-series.ts';
import { blankUsage } from '../../../src/main/collector/visibility/blank-usage.ts';
import { blankThreads } from '../../../src/main/collector/visibility/blank-threads.ts';
import {
  FIELD_SOURCES,
  fieldView,
  keysOf,
} from '../../../src/main/collector/visibility/derived-fields.ts';
import { Judge } from '../../../src/main/collector/visibility/judge.ts';
import { refuseFilter } from '../../../src/main/collector/visibility/refuse-hidden.ts';
import { TraceSummary } from '../../../src/shared/contract/traces.ts';
import {
  DERIVED_FIELDS,
  type AttributeScope,
  type DerivedField,
} from '../../../src/shared/visibility.ts';

const sources = Object.values(FIELD_SOURCES);

it('every attribute that is read when a span is stored belongs to a column', () => {
  const span = new Set(sources.flatMap((source) => source.span.flatMap(keysOf)));
  expect(KNOWN_SPAN_ATTRIBUTES.filter((key) => !span.has(key))).toEqual([]);
  const resource = new Set<string>(sources.flatMap((source) => source.resource));
  expect(KNOWN_RESOURCE_ATTRIBUTES.filter((key) => !resource.has(key))).toEqual([]);
});

it('every column of a trace comes from attributes, or from what is none', () => {
  const plain = new Set(['traceId', 'name', 'hasRoot', 'startUs', 'durationUs', 'spanCount']);
  const columns = Object.keys(TraceSummary.shape).filter((name) => !plain.has(name));
  expect(columns.filter((name) => !(DERIVED_FIELDS as readonly string[]).includes(name))).toEqual(
    [],
  );
});

const hiddenBy = (pattern: string, scope: AttributeScope) => {
  const rule = { pattern, match: 'exact', scopes: [scope], verdict: 'value' } as const;
  return [...fieldView(new Judge({ rules: [rule] })).hidden];
};

it.each(
  DERIVED_FIELDS.flatMap((field) => [
    ...FIELD_SOURCES[field].span.flatMap(keysOf).map((key) => [field, 'span', key] as const),
    ...FIELD_SOURCES[field].resource.map((key) => [field, 'resource', key] as const),
  ]),
)('%s is blank once the %s attribute %s is hidden', (field, scope, key) => {
  expect(hiddenBy(key, scope)).toContain(field);
  expect(hiddenBy(key, 'link')).toEqual([]);
});

it('shows what only others may not see, and tells so', () => {
  const rule = { pattern: 'user.', match: 'prefix', scopes: ['span'], verdict: 'seen' } as const;
  const { hidden, seen } = fieldView(new Judge({ rules: [rule] }));
  expect([...hidden]).toEqual([]);
  expect(seen).toEqual(['user.id']);
});

it.each([
  ['service.name', 'resource', 'has(parent.service = api)'],
  ['user', 'span', 'exists "user"["address"]["city"]'],
  ['user.address', 'span', '"user"["address"]["city"] = Ulm'],
  ['user.address.city', 'span', 'not "user"["address"]["city"] ~ U'],
  ['service.name', 'resource', 'not exists parent.service.name'],
  ['gen_ai.request.model', 'span', 'genai.node ~ gpt'],
  ['gen_ai.operation.name', 'span', 'has(status = error and not genai.caller = "agent a")'],
] as const)('where %s of a %s is hidden, %s is refused', (pattern, scope, query) => {
  const judgeOf = (verdict: 'value' | 'seen') =>
    new Judge({ rules: [{ pattern, match: 'exact', scopes: [scope], verdict }] });
  const ask = (judge: Judge) => refuseFilter({ query }, fieldView(judge), judge);
  expect(() => ask(judgeOf('value'))).toThrow('a visibility rule of this project hides');
  expect(() => ask(judgeOf('seen'))).not.toThrow();
});

const MEASURES = {
  count: 1,
  errors: 2,
  inputTokens: 3,
  outputTokens: 4,
  cachedTokens: 5,
  reasoningTokens: 6,
  costUsd: 7,
};
const LINE = { value: 'a', total: MEASURES, steps: [MEASURES, MEASURES] };
const SERIES = { all: LINE, groups: [LINE], before: { all: LINE, groups: [LINE] } };
const ROW = { errors: 2, tokens: 3, costUsd: 4, others: ['x'], otherCount: 1 };
const NODES = { nodes: [{ calls: 1, tokens: 3 }], calls: [{ errors: 1, tokens: 3 }] };

/** Numbers that are made of a column, and what is in their place. */
const BLANK: Partial<Record<DerivedField, { measures?: object; row?: object; totals?: object }>> = {
  status: { measures: { errors: 0 }, row: { errors: 0 }, totals: {} },
  errorCount: { measures: { errors: 0 }, row: { errors: 0 } },
  inputTokens: { measures: { inputTokens: 0 }, row: { tokens: 0 } },
  outputTokens: { measures: { outputTokens: 0 }, row: { tokens: 0 } },
  cachedTokens: { measures: { cachedTokens: 0 } },
  reasoningTokens: { measures: { reasoningTokens: 0 } },
  costUsd: { measures: { costUsd: null }, row: { costUsd: null }, totals: { costUsd: 0 } },
};

it.each(DERIVED_FIELDS)('numbers made of %s are in no sum once it is hidden', (field) => {
  const hidden = new Set([field]);
  const hiddenFields = [field];
  const { measures, row = {}, totals = row } = BLANK[field] ?? {};
  const shown = { ...MEASURES, ...measures };
  const line = { value: 'a', total: shown, steps: [shown, shown] };
  const told = { all: line, groups: [line] };
  expect(blankSeries(SERIES as never, hidden)).toEqual({ ...told, before: told, hiddenFields });
  const groups = [{ ...ROW, ...row }];
  expect(blankGroups({ groups: [ROW] } as never, hidden)).toEqual({ groups, hiddenFields });
  const page = blankPage({ traces: [], totals: ROW } as never, hidden);
  expect(page).toEqual({ traces: [], totals: { ...ROW, ...totals }, hiddenFields });
  const areTokensGone = 'tokens' in row;
  const tokens = areTokensGone ? 0 : 3;
  expect(blankAgents(NODES as never, hidden)).toEqual({
    nodes: [{ calls: 1, tokens }],
    calls: [{ errors: 1, tokens }],
    hiddenFields,
  });
  const used = { ...MEASURES, spans: 8 };
  const { inputTokens, outputTokens, costUsd } = { ...MEASURES, ...measures };
  const left = { ...used, inputTokens, outputTokens, costUsd: costUsd ?? 0 };
  const isGone = ['inputTokens', 'outputTokens', 'costUsd'].includes(field);
  expect(blankUsage({ total: used, days: [used], sources: [used] } as never, hidden)).toEqual({
    total: left,
    days: [left],
    sources: [left],
    ...(isGone && { hiddenFields }),
  });
  // Of sessions errors are those of their traces, and who took part is a column too.
  const others = field === 'user' ? { others: [], otherCount: 0 } : {};
  const thread = { ...ROW, ...(field === 'status' ? {} : row), ...others };
  expect(blankThreads({ threads: [ROW] } as never, 'session', hidden)).toEqual({
    threads: [thread],
    hiddenFields,
  });
});

it('nothing is blank where nothing is hidden', () => {
  const none = new Set<DerivedField>();
  expect(blankSeries(SERIES as never, none)).toBe(SERIES);
  expect(blankAgents(NODES as never, none)).toBe(NODES);
});
