import { expect, it } from 'vitest';
import { KNOWN_SPAN_ATTRIBUTES } from '../../../src/main/collector/genai/known-attributes.ts';
import { KNOWN_RESOURCE_ATTRIBUTES } from '../../../src/main/collector/otlp/decode-context.ts';
import {
  FIELD_SOURCES,
  fieldView,
  keysOf,
} from '../../../src/main/collector/visibility/derived-fields.ts';
import { Judge } from '../../../src/main/collector/visibility/judge.ts';
import { refuseFilter } from '../../../src/main/collector/visibility/refuse-hidden.ts';
import { TraceSummary } from '../../../src/shared/contract/traces.ts';
import { DERIVED_FIELDS, type AttributeScope } from '../../../src/shared/visibility.ts';

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
