import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { SPAN_FLAG } from '../../../shared/span-table.ts';
import { placeMarks, type PlacedMark } from './model/marks.ts';
import type { TraceModel } from './model/trace-model.ts';
import { marksQuery } from './trace-queries.ts';

const NONE: ReadonlyMap<string, readonly PlacedMark[]> = new Map();

/** Events and log records of a trace by the id of their span; not asked for where no span has any. */
export function useTraceMarks(
  projectId: string,
  model: TraceModel,
): ReadonlyMap<string, readonly PlacedMark[]> {
  const { table, summary } = model;
  const hasAny = useMemo(
    () => table.flags.some((flags) => (flags & (SPAN_FLAG.events | SPAN_FLAG.logs)) !== 0),
    [table],
  );
  const { data } = useQuery({
    ...marksQuery(projectId, summary.traceId, table.count),
    enabled: hasAny,
  });
  return useMemo(() => (data ? placeMarks(data.marks, table.startUs) : NONE), [data, table]);
}
