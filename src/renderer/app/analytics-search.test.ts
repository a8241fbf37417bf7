import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { COUNTED_UNITS, GROUP_ORDERS } from '../../shared/contract/analytics.ts';
import { GROUP_FIELDS } from '../../shared/contract/group-fields.ts';
import {
  ANALYTICS_TABS,
  canSplit,
  LAST_DAY,
  readAnalyticsSearch,
  writeAnalyticsSearch,
} from './analytics-search.ts';

it('reads back what it wrote', () => {
  fc.assert(
    fc.property(
      fc.record({
        tab: fc.constantFrom(...ANALYTICS_TABS),
        counted: fc.constantFrom(...COUNTED_UNITS),
        groupBy: fc.constantFrom(null, ...GROUP_FIELDS, 'http.route', '"service"', '"a \\"b\\""'),
        orderBy: fc.constantFrom(...GROUP_ORDERS),
        before: fc.boolean(),
        pair: fc.constantFrom(null, ['a&b', ''] as const),
        search: fc.constantFrom(LAST_DAY.search, {
          time: { kind: 'between' as const, fromUs: 5, toUs: 9 },
          terms: { services: ['a&b'], status: 'error' as const },
        }),
      }),
      (view) => {
        fc.pre(view.groupBy === null || canSplit(view.counted, view.groupBy));
        fc.pre(view.pair === null || view.groupBy !== null);
        expect(readAnalyticsSearch(writeAnalyticsSearch(view))).toEqual(view);
      },
    ),
  );
});

it('leaves out what makes no sense', () => {
  expect(readAnalyticsSearch(new URLSearchParams())).toEqual(LAST_DAY);
  const odd = readAnalyticsSearch(
    new URLSearchParams('tab=x&count=y&by=z&most=q&time=24h&service=api'),
  );
  expect(odd).toEqual({
    ...LAST_DAY,
    search: { ...LAST_DAY.search, terms: { services: ['api'] } },
  });
  for (const by of ['operation', 'http.route', '']) {
    expect(readAnalyticsSearch(new URLSearchParams({ count: 'traces', by })).groupBy).toBeNull();
  }
  const spans = readAnalyticsSearch(new URLSearchParams('count=spans&by=Service.Name'));
  expect(spans.groupBy).toBe('service');
  for (const text of ['compare=a&compare=b', 'by=name&compare=a', 'by=name&compare=a&compare=a']) {
    expect(readAnalyticsSearch(new URLSearchParams(text)).pair).toBeNull();
  }
});
