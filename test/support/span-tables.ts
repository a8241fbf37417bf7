import type { TraceSummary } from '../../src/shared/contract/traces.ts';
import type { SpanTable } from '../../src/shared/span-table.ts';

/** One span of a made-up trace; times in milliseconds. */
export interface SpanSketch {
  readonly name: string;
  /** Name of the parent sketch (the first with it), '?' for one that never arrived, '@' where a ring is cut; absent for a root. */
  readonly parent?: string;
  readonly start: number;
  readonly duration: number;
  readonly service?: string;
  readonly error?: boolean;
  readonly model?: string;
  readonly operation?: string;
  /** Output tokens. */
  readonly tokens?: number;
  readonly costUsd?: number;
}

/** A span table of a few spans, in the order given; span ids count up from 1. */
export function sketchTable(spans: readonly SpanSketch[]): SpanTable {
  const columns = emptyColumns(spans.length);
  const names = new Texts();
  const services = new Texts();
  const models = new Texts('');
  const operations = new Texts('');
  for (const [i, span] of spans.entries()) {
    new DataView(columns.spanIds.buffer).setBigUint64(i * 8, BigInt(i + 1));
    columns.parents[i] = parentOf(spans, span.parent);
    columns.startNs[i] = span.start * 1e6;
    columns.durationNs[i] = span.duration * 1e6;
    columns.name[i] = names.id(span.name);
    columns.service[i] = services.id(span.service ?? 'app');
    columns.model[i] = models.id(span.model ?? '');
    columns.operation[i] = operations.id(span.operation ?? '');
    columns.status[i] = span.error === true ? 2 : 0;
    columns.outputTokens[i] = span.tokens ?? 0;
    columns.costUsd[i] = span.costUsd ?? Number.NaN;
  }
  return {
    count: spans.length,
    startUs: 1_790_000_000_000_000,
    names: names.list,
    services: services.list,
    models: models.list,
    operations: operations.list,
    ...columns,
  };
}

/**
 * A large trace that looks like agent work: a root, steps below it in order, calls below the steps, up to five levels,
 * with an error in every 500th span. The same count always gives the same trace.
 */
export function largeTable(count: number): SpanTable {
  const columns = emptyColumns(count);
  const names = [
    'agent.run',
    'agent.step',
    'chat gpt-4.1',
    'execute_tool search',
    'POST /query',
    'SELECT chunks',
  ];
  const services = ['gateway', 'agent', 'llm-proxy', 'tools', 'retriever', 'postgres'];
  const ids = new DataView(columns.spanIds.buffer);
  const openAt: number[] = [0];
  columns.durationNs[0] = count * 1e6;
  for (let i = 0; i < count; i++) {
    ids.setUint32(i * 8, 0x5eed0000 + (i % 977));
    ids.setUint32(i * 8 + 4, i + 1);
    const depth = i === 0 ? 0 : 1 + ((i * 7) % 5);
    const level = Math.min(depth, openAt.length);
    openAt.length = level;
    columns.parents[i] = i === 0 ? -1 : openAt[level - 1]!;
    openAt.push(i);
    if (i > 0) {
      columns.startNs[i] = i * 1e6 - 5e5;
      columns.durationNs[i] = (6 - level) * 0.7e6 + ((i * 31) % 97) * 1e4;
    }
    columns.name[i] = level;
    columns.service[i] = level;
    columns.operation[i] = level === 2 ? 1 : 0;
    columns.model[i] = level === 2 ? 1 : 0;
    columns.status[i] = i % 500 === 499 ? 2 : 0;
  }
  return {
    count,
    startUs: 1_790_000_000_000_000,
    names,
    services,
    models: ['', 'gpt-4.1'],
    operations: ['', 'chat'],
    ...columns,
  };
}

/** A summary that fits a table as far as the trace view looks at it. */
export function summaryOf(table: SpanTable, changes: Partial<TraceSummary> = {}): TraceSummary {
  let errors = 0;
  for (const status of table.status) if (status === 2) errors += 1;
  return {
    traceId: '7f3ac0ffee000000000000000000c91e',
    name: table.names[table.name[0]!] ?? '',
    hasRoot: true,
    service: table.services[table.service[0]!] ?? '',
    environment: 'production',
    release: '1.4.2',
    startUs: table.startUs,
    durationUs: table.durationNs[0]! / 1000,
    spanCount: table.count,
    errorCount: errors,
    serviceCount: table.services.length,
    status: errors > 0 ? 'error' : 'ok',
    provider: '',
    model: '',
    inputTokens: 0,
    outputTokens: 0,
    cachedTokens: 0,
    reasoningTokens: 0,
    costUsd: null,
    session: '',
    user: '',
    ...changes,
  };
}

function parentOf(spans: readonly SpanSketch[], parent: string | undefined): number {
  if (parent === undefined) return -1;
  if (parent === '@') return -3;
  const at = spans.findIndex((span) => span.name === parent);
  return at === -1 ? -2 : at;
}

function emptyColumns(count: number) {
  return {
    spanIds: new Uint8Array(count * 8),
    parents: new Int32Array(count),
    startNs: new Float64Array(count),
    durationNs: new Float64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    model: new Uint32Array(count),
    operation: new Uint32Array(count),
    inputTokens: new Float64Array(count),
    outputTokens: new Float64Array(count),
    costUsd: new Float64Array(count).fill(Number.NaN),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
  };
}

class Texts {
  readonly list: string[];

  constructor(...first: string[]) {
    this.list = first;
  }

  id(text: string): number {
    const at = this.list.indexOf(text);
    return at >= 0 ? at : this.list.push(text) - 1;
  }
}
