import type { ViewerId } from '../../../../shared/contract/visibility.ts';
import { AppError } from '../../../../shared/errors.ts';
import { blobOf } from '../../blob-parts.ts';
import { ruleMarks } from '../../redaction/rule-marks.ts';
import { followTraces } from '../../traces/follow-traces.ts';
import { genAiLogEvents } from '../../traces/log-events.ts';
import { spanDetail } from '../../traces/span-detail.ts';
import { valueAt } from '../../traces/value-at.ts';
import { logsToJsonLines, traceToJson } from '../../transfer/trace-json.ts';
import type { VisibleStore } from '../../visibility/visible-store.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Span ids given back for one search inside a trace. */
const MAX_FOUND = 10_000;

/** A call about a project, maybe as somebody else would see it. */
interface Call {
  readonly input: { readonly projectId: string; readonly viewAs?: ViewerId | undefined };
  readonly context: CallContext;
}

interface OneSpan {
  readonly traceId: string;
  readonly spanId: string;
}

/** Handlers of `contract.traces`. */
export function traceHandlers(
  os: ReturnType<typeof procedures>['traces'],
  { telemetry, redaction, events }: Services,
) {
  const storeOf = ({ input, context }: Call): VisibleStore =>
    telemetry.readable(context, input.projectId, input.viewAs);
  return {
    list: os.list.handler((call) => storeOf(call).listTraces(call.input, call.signal)),
    follow: os.follow.handler((call) => {
      const { projectId, filter, forSeconds } = call.input;
      const newest = { filter, sort: 'start', descending: true } as const;
      const arrivals = events.arrivals(projectId, call.signal);
      if (forSeconds !== undefined) endAfter(arrivals, forSeconds, call.signal);
      // Each time by the rules as they are then.
      const read = (limit: number) => storeOf(call).listTraces({ ...newest, limit }, call.signal);
      return followTraces(read, arrivals);
    }),
    histogram: os.histogram.handler((call) =>
      storeOf(call).histogram(call.input.filter, call.input.buckets, call.signal),
    ),
    facets: os.facets.handler((call) => storeOf(call).facets(call.input.filter, call.signal)),
    suggest: os.suggest.handler((call) => storeOf(call).suggest(call.input)),
    otlp: os.otlp.handler(async (call) => {
      const document = await traceToJson(storeOf(call).traceRecords(call.input.traceId));
      return document ?? missing(call.input.traceId);
    }),
    open: os.open.handler(async (call) => {
      const store = storeOf(call);
      const opened = await store.spanTable(call.input.traceId);
      if (opened === undefined) return missing(call.input.traceId);
      const { summary, table } = opened;
      const hiddenFields = [...store.hiddenFields];
      return {
        summary,
        table: await blobOf(table),
        ...(hiddenFields.length === 0 ? {} : { hiddenFields }),
      };
    }),
    span: os.span.handler(async (call) => {
      const store = storeOf(call);
      const stored = await storedSpan(store, call.input);
      const detail = spanDetail(
        stored,
        await logEvents(store, call.input),
        store.hiddenFields,
        ruleMarks(redaction.rules(call.input.projectId)),
      );
      return { detail: new Blob([JSON.stringify(detail)], { type: 'application/json' }) };
    }),
    value: os.value.handler(async (call) => {
      const { input } = call;
      const store = storeOf(call);
      const events = input.path.startsWith('events/') ? await logEvents(store, input) : [];
      return valueAt(await storedSpan(store, input), input.path, events);
    }),
    find: os.find.handler((call) =>
      storeOf(call).findInTrace(call.input.traceId, call.input.text, MAX_FOUND),
    ),
    marks: os.marks.handler((call) => storeOf(call).traceMarks(call.input.traceId)),
    linkedFrom: os.linkedFrom.handler((call) => storeOf(call).linkedFrom(call.input, call.signal)),
    logs: os.logs.handler((call) =>
      logsToJsonLines(storeOf(call).logRecords(call.input.traceId, call.input.spanId)),
    ),
  };
}

/** Ends what is waited for, as though there were no more of it. */
function endAfter(
  arrivals: AsyncIterator<unknown>,
  seconds: number,
  signal: AbortSignal | undefined,
): void {
  const timer = setTimeout(() => void arrivals.return?.(), seconds * 1000).unref();
  signal?.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

async function storedSpan(store: VisibleStore, { traceId, spanId }: OneSpan) {
  const span = await store.span(traceId, spanId);
  if (span !== undefined) return span;
  throw new AppError('not_found', `Span ${spanId} of trace ${traceId} is not stored.`);
}

function logEvents(store: VisibleStore, { traceId, spanId }: OneSpan) {
  return genAiLogEvents(store.logRecords(traceId, spanId));
}

function missing(traceId: string): never {
  throw new AppError(
    'not_found',
    `Trace ${traceId} is not stored in this project. It may have expired, or not have arrived yet.`,
  );
}
