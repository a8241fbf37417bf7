import { describe, expect, it } from 'vitest';
import { parseFilterText } from '../../../shared/filter-text.ts';
import type { TraceTerms } from '../../app/trace-search.ts';
import { chipsOf, mergeTerms } from './filter-terms.ts';

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

  it('writes each condition so that it reads back the same', () => {
    for (const chip of chipsOf(full)) {
      expect(mergeTerms(chip.without, parseFilterText(chip.text))).toEqual(
        expect.objectContaining(
          Object.fromEntries(Object.keys(full).map((key) => [key, expect.anything()])),
        ),
      );
    }
  });

  it('takes away one condition and nothing else', () => {
    const [first] = chipsOf(full);
    expect(first?.without).toEqual({ ...full, services: ['web shop'] });
    let terms = full;
    for (let chip = chipsOf(terms)[0]; chip; chip = chipsOf(terms)[0]) terms = chip.without;
    expect(terms).toEqual({});
  });
});

describe('mergeTerms', () => {
  it('joins alternatives, replaces single conditions and adds attributes once', () => {
    const merged = mergeTerms(
      { services: ['a'], status: 'ok', attributes: [{ key: 'k', value: '1' }] },
      parseFilterText('service = a and service = b and status = error and k = 1 and k = 2'),
    );
    expect(merged).toEqual({
      services: ['a', 'b'],
      status: 'error',
      attributes: [
        { key: 'k', value: '1' },
        { key: 'k', value: '2' },
      ],
    });
  });
});
