import type { SeriesInput } from '../../../shared/contract/analytics.ts';
import type { PlainSeries, SeriesQuery } from './reader/analytics/trace-series.ts';

/**
 * A series, and with it the stretch of the same length just before, if that is asked for: cut into the same steps
 * and with the same groups, so that each number has one to be compared with.
 */
export async function withBefore(
  asked: SeriesInput,
  read: (query: SeriesQuery) => Promise<PlainSeries>,
): Promise<PlainSeries> {
  const now = await read(asked);
  const { filter, groupBy } = asked;
  const { fromUs, toUs } = filter;
  if (!asked.before || fromUs === undefined || toUs === undefined) return now;
  const lengthUs = toUs - fromUs;
  const steps = now.all.steps.length;
  const values = now.groups.map(({ value }) => value);
  const { all, groups } = await read({
    ...asked,
    filter: { ...filter, fromUs: fromUs - lengthUs, toUs: fromUs },
    time: { fromUs: now.fromUs - lengthUs, stepUs: now.stepUs, steps },
    // A group less would not be found again: without any nothing is split.
    ...(values.length === 0 ? { groupBy: undefined, values: undefined } : { groupBy, values }),
  });
  return { ...now, before: { fromUs: Math.max(0, now.fromUs - lengthUs), all, groups } };
}
