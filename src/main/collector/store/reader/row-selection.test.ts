import { expect, test } from 'vitest';
import {
  type ModelSpan,
  modelParts,
} from '../../../../../test/collector/store-read/model-spans.ts';
import { listPage } from './list-traces.ts';
import { selectRows } from './row-selection.ts';
import { TraceIndex } from './trace-index.ts';

const spanOf = (n: number, more: Partial<ModelSpan> = {}): ModelSpan => ({
  trace: n.toString(16).padStart(32, '0'),
  startUs: 1000 + n,
  durationUs: n,
  error: n % 2 === 1,
  root: true,
  name: `GET /${n}`,
  service: 'api',
  environment: 'prod',
  release: '',
  provider: '',
  model: '',
  session: '',
  user: '',
  usage: 'none',
  inputTokens: 0,
  outputTokens: 0,
  cost: Number.NaN,
  ...more,
});

function indexOf(count: number): TraceIndex {
  const index = new TraceIndex();
  const spans = Array.from({ length: count }, (_, n) => spanOf(n + 1));
  index.add('2026-11-20', 1, modelParts(spans));
  return index;
}

const rowsOf = (index: TraceIndex, filter: Parameters<typeof selectRows>[1]): number[] => {
  const { rows, count } = selectRows(index, filter);
  return [...rows.subarray(0, count)];
};

test('a filter asked for again sees what came meanwhile, and what changed', () => {
  const index = indexOf(6);
  const failed = { status: 'error' as const };
  expect(rowsOf(index, failed)).toEqual([0, 2, 4]);
  index.add('2026-11-20', 2, modelParts([spanOf(2, { error: true }), spanOf(7)]));
  expect(rowsOf(index, failed)).toEqual([0, 1, 2, 4, 6]);
});

test('a selection stays as it is while others are made and pages are cut from it', () => {
  const index = indexOf(50);
  const filter = { minDurationUs: 10 };
  const before = rowsOf(index, filter);
  const options = { filter, sort: 'start', descending: true, limit: 7 } as const;
  let page = listPage(index, options);
  let seen = page.traces.length;
  while (page.next !== null) {
    page = listPage(index, { ...options, after: page.next });
    rowsOf(index, { name: `/${seen}` });
    seen += page.traces.length;
  }
  expect(seen).toBe(before.length);
  expect(rowsOf(index, filter)).toEqual(before);
});
