import type { LlmView, Message } from '../../../src/shared/genai/llm-view.ts';
import type { TraceSummary } from '../../../src/shared/contract/traces.ts';
import type { SpanDetail } from '../../../src/shared/span-detail.ts';
import { decodeSpanTable, type SpanTable } from '../../../src/shared/span-table.ts';
import type { TestCollector } from '../../support/open-test-collector.ts';

/** A trace as the API shows it. */
export interface SeenTrace {
  readonly summary: TraceSummary;
  readonly table: SpanTable;
  /** Details of every span, in the order of the waterfall. */
  readonly spans: readonly SpanDetail[];
  /** The one span with this name. */
  span(name: string): SpanDetail;
  /** Name of the parent of the one span with this name; '' for a root. */
  parentOf(name: string): string;
}

/** Id of the Default Project, which a new collector has. */
export async function defaultProject(collector: TestCollector): Promise<string> {
  return (await collector.client.projects.list()).projects[0]!.id;
}

/** Summaries of all traces of a project, oldest first. */
export async function listTraces(
  collector: TestCollector,
  projectId: string,
): Promise<TraceSummary[]> {
  const { traces } = await collector.client.traces.list({ projectId, descending: false });
  return traces;
}

/** The only trace of a project, opened. */
export async function onlyTrace(collector: TestCollector, projectId: string): Promise<SeenTrace> {
  const traces = await listTraces(collector, projectId);
  if (traces.length !== 1) {
    throw new Error(`${traces.length} traces: ${traces.map(({ name }) => name).join(', ')}`);
  }
  return openTrace(collector, projectId, traces[0]!.traceId);
}

/** A trace with every span opened, as someone who clicks through it sees it. */
export async function openTrace(
  { client }: TestCollector,
  projectId: string,
  traceId: string,
): Promise<SeenTrace> {
  const opened = await client.traces.open({ projectId, traceId });
  const table = decodeSpanTable(await opened.table.arrayBuffer());
  const spans: SpanDetail[] = [];
  for (let i = 0; i < table.count; i++) {
    const spanId = Buffer.from(table.spanIds.subarray(i * 8, i * 8 + 8)).toString('hex');
    const { detail } = await client.traces.span({ projectId, traceId, spanId });
    spans.push(JSON.parse(await detail.text()) as SpanDetail);
  }
  const span = (name: string): SpanDetail => {
    const found = spans.filter((one) => one.name === name);
    if (found.length === 1) return found[0]!;
    throw new Error(
      `${found.length} spans "${name}" among ${spans.map((one) => one.name).join(', ')}`,
    );
  };
  return {
    summary: opened.summary,
    table,
    spans,
    span,
    parentOf(name) {
      const row = table.parents[spans.indexOf(span(name))]!;
      if (row === -1) return '';
      return row < 0 ? '(missing)' : spans[row]!.name;
    },
  };
}

/** Value of a span's attribute as text; undefined when it has none of that name. */
export function attribute({ attributes }: Pick<SpanDetail, 'attributes'>, key: string): unknown {
  const value = attributes.find((one) => one.key === key)?.value;
  return value === undefined || !('value' in value) ? undefined : value.value;
}

/** A message in short: role and what its parts say. */
export type ShortMessage = readonly [role: string, ...parts: unknown[]];

/** The conversation of a span, each message in short. */
export function conversation({ llm }: SpanDetail): {
  readonly input: ShortMessage[];
  readonly output: ShortMessage[];
} {
  const view = llm ?? ({ input: [], output: [] } satisfies Pick<LlmView, 'input' | 'output'>);
  return { input: view.input.map(shortOf), output: view.output.map(shortOf) };
}

function shortOf({ role, parts }: Message): ShortMessage {
  const short = parts.map((part) => {
    switch (part.kind) {
      case 'text':
      case 'reasoning':
        return part.text;
      case 'tool_call':
        return { call: part.name, arguments: part.arguments };
      case 'tool_result':
        return { result: part.content };
      default:
        return part;
    }
  });
  return [role, ...short];
}
