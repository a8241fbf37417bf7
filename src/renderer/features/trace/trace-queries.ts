import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { decodeSpanTable } from '../../../shared/span-table.ts';
import { RAW_PATH, type SpanDetail } from '../../../shared/span-detail.ts';
import { api, client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { logLines } from './model/log-lines.ts';
import { inSlices } from './model/slices.ts';
import { traceModelSteps, type TraceModel } from './model/trace-model.ts';
import { formatJson, parseJson } from './values/json-value.ts';

/** Largest document that is indented, in UTF-16 units; formatting a larger one would hold the window up. */
const MAX_INDENTED = 1_000_000;

/** A trace, ready to be drawn. Opened again it is the same object unless spans arrived in between. */
export function traceQuery(projectId: string, traceId: string) {
  const queryKey = [...api.traces.open.key(), projectId, traceId] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      const { summary, table, hiddenFields } = await client.traces.open(
        { projectId, traceId },
        { signal },
      );
      const known = queryClient.getQueryData<TraceModel>(queryKey);
      const decoded = decodeSpanTable(await table.arrayBuffer());
      return known !== undefined && known.table.count === decoded.count
        ? known
        : inSlices(traceModelSteps(summary, decoded, hiddenFields ?? []), signal);
    },
    // Comparing 100,000 spans field by field is what the columns are meant to avoid.
    structuralSharing: false,
    // Shown from the cache at once when one comes back to it, and looked at again.
    staleTime: 0,
    gcTime: 60_000,
  });
}

/** One span in full. What was stored once does not change. */
export function spanQuery(projectId: string, traceId: string, spanId: string | undefined) {
  return queryOptions({
    queryKey: [...api.traces.span.key(), projectId, traceId, spanId],
    queryFn:
      spanId === undefined
        ? skipToken
        : async ({ signal }) => {
            const input = { projectId, traceId, spanId };
            const { detail } = await client.traces.span(input, { signal });
            return JSON.parse(await detail.text()) as SpanDetail;
          },
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Spans of a trace that hold a text in their attributes, events or links. */
export function findQuery(projectId: string, traceId: string, text: string) {
  return queryOptions({
    queryKey: [...api.traces.find.key(), projectId, traceId, text],
    queryFn:
      text.trim() === ''
        ? skipToken
        : async ({ signal }) =>
            client.traces.find({ projectId, traceId, text: text.trim().slice(0, 512) }, { signal }),
  });
}

/** Events and log records of a trace in short; asked for again when spans were added. */
export function marksQuery(projectId: string, traceId: string, spans: number) {
  return queryOptions({
    queryKey: [...api.traces.marks.key(), projectId, traceId, spans],
    queryFn: async ({ signal }) => client.traces.marks({ projectId, traceId }, { signal }),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    staleTime: 0,
  });
}

/** Log records of one span. */
export function spanLogsQuery(projectId: string, traceId: string, spanId: string) {
  return queryOptions({
    queryKey: [...api.traces.logs.key(), projectId, traceId, spanId],
    queryFn: async ({ signal }) => {
      const lines = await client.traces.logs({ projectId, traceId, spanId }, { signal });
      return logLines(await lines.text());
    },
    structuralSharing: false,
  });
}

/** A span as OTLP/JSON: the document, and its text to read, indented unless it is very large. */
export function rawSpanQuery(projectId: string, traceId: string, spanId: string) {
  return queryOptions({
    queryKey: [...api.traces.value.key(), projectId, traceId, spanId, RAW_PATH],
    queryFn: async ({ signal }) => {
      const input = { projectId, traceId, spanId, path: RAW_PATH };
      const blob = await client.traces.value(input, { signal });
      const text = await blob.text();
      const json = text.length <= MAX_INDENTED ? parseJson(text) : undefined;
      return { blob, text: json === undefined ? text : formatJson(json) };
    },
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    // It may be many megabytes: nothing keeps one that is no longer on screen.
    gcTime: 0,
  });
}
