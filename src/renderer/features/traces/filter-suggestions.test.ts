import { describe, expect, it } from 'vitest';
import { parseFilterText } from '../../../shared/filter-text.ts';
import { suggestFilters } from './filter-suggestions.ts';

const facets = {
  services: [
    { value: 'checkout', count: 1200 },
    { value: 'search', count: 3 },
  ],
  environments: [{ value: '', count: 5 }],
  models: [{ value: 'gpt-4.1', count: 2 }],
  names: [{ value: 'POST /checkout', count: 9 }],
  statuses: [
    { value: 'ok', count: 10 },
    { value: 'error', count: 2 },
  ],
};

const labels = (text: string): string[] =>
  suggestFilters(text, facets).flatMap((group) => group.items.map((item) => item.label));

describe('suggestFilters', () => {
  it('starts with the fields', () => {
    expect(labels('')).toContain('service =');
    expect(labels('ser')[0]).toBe('service =');
  });

  it('offers no field that is hidden from the reader', () => {
    const offered = suggestFilters('', facets, ['model', 'user']).flatMap(({ items }) =>
      items.map(({ id }) => id),
    );
    expect(offered).toContain('service');
    expect(offered).not.toContain('model');
    expect(offered).not.toContain('user');
  });

  it('goes on with values and their counts', () => {
    const [group] = suggestFilters('service = che', facets);
    expect(group?.items[0]).toMatchObject({ label: 'checkout', note: '1,200' });
    expect(labels('status = ')).toEqual(['ok', 'error']);
    expect(labels('environment = ')).toContain('not named');
  });

  it('finds values of all fields for plain text', () => {
    expect(labels('checkout')).toEqual(['name contains “checkout”', 'checkout', 'POST /checkout']);
  });

  it('offers a typed duration and an attribute', () => {
    expect(labels('duration > 750ms')).toEqual(['longer than 750ms']);
    expect(labels('duration < 1')).toContain('shorter than 1s');
    expect(labels('order.id = 17')).toEqual(['order.id = 17']);
  });

  it('offers only conditions that can be read', () => {
    const texts = [
      'service = ',
      'name ~ che',
      'duration > ',
      'status = e',
      'a.b = "c d',
      'plain "q"',
    ];
    for (const group of texts.flatMap((text) => suggestFilters(text, facets))) {
      for (const { does } of group.items) {
        if ('add' in does) expect(Object.keys(parseFilterText(does.add))).toHaveLength(1);
      }
    }
  });
});
