import { expect, test } from 'vitest';
import {
  COUNTED_UNITS,
  type AnalyticsSeries,
  type CountedUnit,
} from '../../../src/shared/contract/analytics.ts';
import { GROUP_FIELDS } from '../../../src/shared/contract/group-fields.ts';
import { canSplit } from '../../../src/renderer/app/analytics-search.ts';
import { toTraceFilter } from '../../../src/renderer/app/trace-search.ts';
import {
  FAILED,
  groupCondition,
  tracesBehind,
} from '../../../src/renderer/features/analytics/leads-to.ts';
import { openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_NS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const NOON_US = Number(NOON_NS / 1000n);
const MINUTE_US = 60_000_000;
/** Begins within a step, and traces began before it. */
const TIME = { fromUs: NOON_US + 30_000_001, toUs: NOON_US + 20 * MINUTE_US };

const ATTRIBUTES = ['gen_ai.usage.input_tokens', '"session.id"', '"service.name"', 'zone', 'none'];

const list = (...texts: string[]) => ({
  arrayValue: { values: texts.map((text) => ({ stringValue: text })) },
});
/** Spans of several values; those of some stand in their resource, too. */
const ZONES = ['a', list('a', 'b'), list('a'), '', list()];
const MODELS = ['small', 'large', ''] as const;

/** Traces of 1 to 4 spans, a minute and more apart, of two services, with calls of several models. */
const spans = Array.from({ length: 60 }, (_, n) => {
  const trace = Math.floor(n / 3) + (n % 7 === 0 ? 1 : 0);
  const model = MODELS[n % 3]!;
  return {
    service: n % 5 < 2 ? 'api' : 'worker',
    trace: traceId(trace),
    span: spanId(n),
    ...(n % 3 === 0 ? {} : { parent: spanId(n - 1) }),
    name: `step ${n % 4}`,
    startNs: NOON_NS + BigInt(n * 27) * 1_000_000_000n + BigInt(n),
    ...(n % 6 === 1 ? { error: 'it failed' } : {}),
    events: n % 9 === 0 ? [{ name: 'moved', attributes: { zone: 'b' } }] : [],
    attributes: {
      ...(model === '' ? {} : { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model }),
      ...(n % 4 === 0 ? { 'gen_ai.usage.input_tokens': 5 } : {}),
      ...(n % 2 === 0 ? { zone: ZONES[(n / 2) % 5]! } : {}),
      ...(n % 11 === 0 ? { 'session.id': 'a "b" \\ c' } : {}),
    },
  };
});

test('each group and step of a chart leads to as many traces as have what it counts', async () => {
  const { store } = await openTestStore();
  for (const service of ['api', 'worker']) {
    await store.append(
      PROJECT,
      spanSegment(
        spans.filter((one) => one.service === service),
        service,
        service === 'worker' ? { zone: 'r' } : {},
      ),
    );
  }
  const whole = TIME;
  const search = { time: { kind: 'between', ...TIME }, terms: {} } as const;
  type Part = Omit<Parameters<typeof tracesBehind>[1], 'whole'>;
  const total = async (part: Part, ofSpans = (query = ''): string => query) => {
    const { query, ...filter } = toTraceFilter(tracesBehind(search, { ...part, whole }), 0);
    const page = await store.listTraces({
      projectId: PROJECT,
      filter: { ...filter, query: ofSpans(query) },
      sort: 'start',
      descending: true,
      limit: 1,
    });
    return page.totals;
  };
  /** Traces with one such span at least, with two at least, and so on. */
  const spansOf = async (part: Part): Promise<number> => {
    for (let found = 0, least = 1; ; least++) {
      const { traces } = await total(part, (query = '') =>
        query.replace(/^has\((.*)\)$/s, `count($1) >= ${least}`),
      );
      if (traces === 0) return found;
      found += traces;
    }
  };
  const series = (
    counted: CountedUnit,
    more: object = {},
  ): Promise<Omit<AnalyticsSeries, 'hiddenFields'>> =>
    store.series({
      projectId: PROJECT,
      filter: TIME,
      counted,
      orderBy: 'count',
      groups: 50,
      before: false,
      steps: 20,
      ...more,
    });
  for (const counted of COUNTED_UNITS) {
    for (const field of [...GROUP_FIELDS, ...ATTRIBUTES].filter((by) => canSplit(counted, by))) {
      const { groups } = await series(counted, { groupBy: field });
      for (const {
        value,
        total: { count, errors },
      } of groups) {
        const condition = groupCondition(counted, field, value);
        const { traces } = await total({ counted, condition });
        const what = { counted, field, value };
        if (counted === 'traces') expect({ ...what, traces }).toEqual({ ...what, traces: count });
        // A trace may have several of what is counted.
        else
          expect({ ...what, spans: await spansOf({ counted, condition }) }).toEqual({
            ...what,
            spans: count,
          });
        const failed = await total({ counted, condition: `${condition} and ${FAILED}` });
        expect({ ...what, failed: failed.traces > 0 }).toEqual({ ...what, failed: errors > 0 });
      }
    }
    const { all, fromUs, stepUs } = await series(counted);
    for (const [step, { count }] of all.steps.entries()) {
      const time = { fromUs: fromUs + step * stepUs, toUs: fromUs + (step + 1) * stepUs };
      const { traces } = await total({ counted, time });
      if (counted === 'traces') expect(traces).toBe(count);
      else expect({ step, some: traces > 0 }).toEqual({ step, some: count > 0 });
    }
  }
});
