import { describe, expect, it } from 'vitest';
import { planQuery } from '../../../shared/query/resolve.ts';
import type { TraceTerms } from '../../app/trace-search.ts';
import { chipsOf } from './filter-terms.ts';

const full: TraceTerms = {
  services: ['api', 'web shop'],
  environments: ['production'],
  models: ['gpt-4.1'],
  status: 'error',
  minDurationUs: 1_500_000,
  maxDurationUs: 20_000,
  name: 'POST "x"',
  session: 's1',
  user: 'u 1',
  attributes: [
    { key: 'http.route', value: '/a' },
    { key: 'http.route', value: '/b' },
  ],
};

describe('chipsOf', () => {
  it('shows every condition, each with an id of its own', () => {
    const chips = chipsOf(full);
    expect(chips).toHaveLength(12);
    expect(new Set(chips.map((chip) => chip.id)).size).toBe(12);
  });

  it('says each condition in the filter language', () => {
    const roots = chipsOf(full).map(({ text }) => planQuery(text).root);
    expect(roots).toContainEqual({
      kind: 'field',
      field: 'service',
      test: { kind: 'is', values: ['web shop'] },
    });
    expect(roots).toContainEqual({
      kind: 'field',
      field: 'duration',
      test: { kind: 'between', low: { value: 1_500_000, isOpen: false }, high: null },
    });
    expect(roots).toContainEqual({
      kind: 'field',
      field: 'name',
      test: { kind: 'matches', pattern: '(?i)POST "x"' },
    });
    const [odd] = chipsOf({ attributes: [{ key: 'user', value: 'a b' }] });
    expect(odd?.text).toBe('"user" = "a b"');
  });

  it('takes away one condition and nothing else', () => {
    const [first] = chipsOf(full);
    expect(first?.without).toEqual({ ...full, services: ['web shop'] });
    let terms = full;
    for (let chip = chipsOf(terms)[0]; chip; chip = chipsOf(terms)[0]) terms = chip.without;
    expect(terms).toEqual({});
  });
});
