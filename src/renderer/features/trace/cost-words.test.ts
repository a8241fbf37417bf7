import { expect, it } from 'vitest';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { missingCost } from './cost-words.ts';

const detail = (genAi: Partial<SpanDetail['genAi']>, more: Partial<SpanDetail> = {}) =>
  ({
    costUsd: null,
    costSource: 'none',
    price: null,
    genAi: { provider: '', model: '', isCall: true, ...genAi },
    ...more,
  }) as SpanDetail;

it('says why a model call has no cost', () => {
  const call = { provider: 'azure', model: 'our-deployment' };
  expect(missingCost(detail(call))).toContain('no price for our-deployment at azure');
  expect(missingCost(detail({ model: 'my-own' }))).toContain('no price for my-own. One');
  expect(missingCost(detail({}))).toContain('names no model');
});

it('says nothing of a span with a cost, of a sum of calls, or of one that hides what it would tell', () => {
  const call = { model: 'our-deployment' };
  expect(missingCost(detail(call, { costUsd: 0.1 }))).toBeUndefined();
  expect(missingCost(detail({ ...call, isCall: false }))).toBeUndefined();
  expect(missingCost(detail(call, { hiddenFields: ['model'] }))).toBeUndefined();
  expect(missingCost(detail(call, { hiddenFields: ['costUsd'] }))).toBeUndefined();
});
