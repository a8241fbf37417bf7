import { AppError } from '../../../../shared/errors.ts';
import { genAiLogEvents } from '../../traces/log-events.ts';
import { spanDetail } from '../../traces/span-detail.ts';
import { valueAt } from '../../traces/value-at.ts';
import { logsToJsonLines, traceToJson } from '../../transfer/trace-json.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Span ids given back for one search inside a trace. */
const MAX_FOUND = 10_000;

/** Handlers of `contract.traces`. */
export function traceHandlers(os: ReturnType<typeof procedures>['traces'], { store }: Services) {
  const storedSpan = async (input: { projectId: string; traceId: string; spanId: string }) => {
    const span = await store.span(input.projectId, input.traceId, input.spanId);
    if (span === undefined)
      throw new AppError(
        'not_found',
        `Span ${input.spanId} of trace ${input.traceId} is not stored.`,
      );
    return span;
  };
  const logEvents = (input: { projectId: string; traceId: string; spanId: string }) =>
    genAiLogEvents(store.logRecords(input.projectId, input.traceId, input.spanId));
  return {
    list: os.list.handler(({ input }) => store.listTraces(input)),
    histogram: os.histogram.handler(({ input }) =>
      store.histogram(input.projectId, input.filter, input.buckets),
    ),
    facets: os.facets.handler(({ input }) => store.facets(input.projectId, input.filter)),
    otlp: os.otlp.handler(async ({ input }) => {
      const document = await traceToJson(store.traceRecords(input.projectId, input.traceId));
      return document ?? missing(input.traceId);
    }),
    open: os.open.handler(async ({ input }) => {
      const opened = await store.spanTable(input.projectId, input.traceId);
      if (opened === undefined) return missing(input.traceId);
      return { summary: opened.summary, table: new Blob([opened.table]) };
    }),
    span: os.span.handler(async ({ input }) => {
      const detail = spanDetail(await storedSpan(input), await logEvents(input));
      return { detail: new Blob([JSON.stringify(detail)], { type: 'application/json' }) };
    }),
    value: os.value.handler(async ({ input }) => {
      const events = input.path.startsWith('events/') ? await logEvents(input) : [];
      return valueAt(await storedSpan(input), input.path, events);
    }),
    find: os.find.handler(({ input }) =>
      store.findInTrace(input.projectId, input.traceId, input.text, MAX_FOUND),
    ),
    logs: os.logs.handler(({ input }) =>
      logsToJsonLines(store.logRecords(input.projectId, input.traceId, input.spanId)),
    ),
  };
}

function missing(traceId: string): never {
  throw new AppError(
    'not_found',
    `Trace ${traceId} is not stored in this project. It may have expired, or not have arrived yet.`,
  );
}
