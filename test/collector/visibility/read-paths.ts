import { CALLS } from '../../contract/permission-table.ts';
import type { Client } from '../../../src/main/headless/connect.ts';
import type { SpanDetail } from '../../../src/shared/span-detail.ts';
import { COUNTED_UNITS, GROUP_ORDERS } from '../../../src/shared/contract/analytics.ts';
import { GROUP_FIELDS } from '../../../src/shared/contract/group-fields.ts';
import {
  TRACE_GROUP_FIELDS,
  TRACE_GROUP_ORDERS,
} from '../../../src/shared/contract/trace-groups.ts';
import { ThreadKind, ThreadSort } from '../../../src/shared/contract/threads.ts';
import { TraceSort, type TraceFilter } from '../../../src/shared/contract/traces.ts';
import type { ViewerId } from '../../../src/shared/contract/visibility.ts';
import { quote } from '../../../src/shared/query/tokenize.ts';
import type { Planted } from './planted-telemetry.ts';

/** What is read, and as whom. */
export interface Target {
  readonly projectId: string;
  readonly planted: Planted;
  readonly viewAs?: ViewerId;
  /** Every span and probe, not a few of them. */
  readonly thorough?: boolean;
}

/** An answer, or the error that came instead; a probe asks for a secret and must find nothing. */
export interface Answer {
  readonly call: string;
  readonly isProbe: boolean;
  readonly bytes: Buffer;
  /** What was found by a probe: rows, span ids or records. */
  readonly found: number;
  readonly code: string | undefined;
}

type Read = (client: Client, target: Target) => Generator<Promise<unknown> | Probe>;

/** A question that holds a secret. */
interface Probe {
  readonly probe: Promise<unknown>;
}

/** Every way to read telemetry: all calls that ask for `traces:read`. A test compares it with the contract. */
export const READS: Readonly<Record<string, Read>> = {
  'traces.list': function* (client, target) {
    for (const sort of TraceSort.options) {
      yield client.traces.list({ ...about(target), sort });
      yield client.traces.list({ ...about(target), sort, descending: false, limit: 1 });
    }
    for (const filter of target.thorough ? probes(target) : someProbes(target)) {
      yield { probe: client.traces.list({ ...about(target), filter }) };
    }
  },
  // What arrives meanwhile is in test/contract/live-tail.test.ts.
  'traces.follow': function* (client, target) {
    yield firstOf(client.traces.follow(about(target)));
    // It reads as the list does: a few are enough.
    for (const filter of someProbes(target).filter((_, i) => i % 8 === 0)) {
      yield { probe: firstOf(client.traces.follow({ ...about(target), filter })) };
    }
  },
  'traces.histogram': function* (client, target) {
    yield client.traces.histogram(about(target));
    for (const filter of someProbes(target)) {
      yield { probe: client.traces.histogram({ ...about(target), filter, buckets: 1 }) };
    }
  },
  'traces.facets': function* (client, target) {
    yield client.traces.facets(about(target));
    for (const filter of someProbes(target)) {
      yield { probe: client.traces.facets({ ...about(target), filter }) };
    }
  },
  'traces.suggest': function* (client, target) {
    yield client.traces.suggest({ ...about(target), limit: 200 });
    for (const field of ['user', 'model', 'event'] as const) {
      yield client.traces.suggest({ ...about(target), field, limit: 200 });
    }
    for (const { key, text } of secretsOf(target).filter((_, i) => i % 4 === 0)) {
      yield { probe: client.traces.suggest({ ...about(target), key, text }) };
    }
  },
  'threads.list': function* (client, target) {
    for (const kind of ThreadKind.options) {
      for (const sort of ThreadSort.options) {
        yield client.threads.list({ ...about(target), kind, sort });
      }
      for (const { key, text } of target.planted.secrets) {
        if (!/^(?:session|user)\.id$/.test(key)) continue;
        yield { probe: client.threads.list({ ...about(target), kind, text }) };
      }
    }
    for (const filter of someProbes(target)) {
      yield { probe: client.threads.list({ ...about(target), kind: 'session', filter }) };
    }
  },
  'traces.otlp': function* (client, target) {
    yield client.traces.otlp(ofTrace(target));
  },
  'traces.open': function* (client, target) {
    yield client.traces.open(ofTrace(target));
  },
  'traces.span': function* (client, target) {
    for (const spanId of spanIds(target)) yield client.traces.span({ ...ofTrace(target), spanId });
  },
  'traces.value': function* (client, target) {
    for (const spanId of spanIds(target)) {
      yield client.traces.value({ ...ofTrace(target), spanId, path: 'raw' });
    }
    const spanId = target.planted.spanIds[0]!;
    const all = paths();
    for (const path of target.thorough ? all : all.filter((_, i) => i % 4 === 0)) {
      yield client.traces.value({ ...ofTrace(target), spanId, path });
    }
    const last = target.planted.spanIds.at(-1)!;
    for (let event = 0; event < 6; event++) {
      for (let i = 0; i < 3; i++) {
        const path = `events/${event}/attributes/${i}`;
        yield client.traces.value({ ...ofTrace(target), spanId: last, path });
      }
    }
  },
  'traces.find': function* (client, target) {
    for (const { text } of secretsOf(target)) {
      yield { probe: client.traces.find({ ...ofTrace(target), text }) };
    }
  },
  'traces.marks': function* (client, target) {
    yield client.traces.marks(ofTrace(target));
  },
  'traces.linkedFrom': function* (client, target) {
    for (const spanId of [...spanIds(target), '00000000000000aa']) {
      yield client.traces.linkedFrom({ ...ofTrace(target), spanId });
    }
  },
  'traces.logs': function* (client, target) {
    yield client.traces.logs(ofTrace(target));
    for (const spanId of target.planted.spanIds.slice(-1)) {
      yield client.traces.logs({ ...ofTrace(target), spanId });
    }
  },
  'analytics.series': function* (client, target) {
    for (const counted of COUNTED_UNITS) {
      yield client.analytics.series({ ...about(target), counted, steps: 2 });
    }
    for (const groupBy of GROUP_FIELDS) {
      yield client.analytics.series({ ...about(target), counted: 'spans', groupBy, steps: 1 });
      if (groupBy === 'operation') continue;
      yield client.analytics.series({ ...about(target), groupBy, steps: 1 });
    }
    for (const key of new Set(secretsOf(target).map((secret) => secret.key))) {
      const query = { ...about(target), counted: 'spans' as const, groupBy: quote(key), steps: 1 };
      yield client.analytics.series(query);
    }
    for (const orderBy of GROUP_ORDERS) {
      yield client.analytics.series({ ...about(target), groupBy: 'name', orderBy, steps: 1 });
    }
    for (const filter of someProbes(target)) {
      const query = { ...about(target), filter, groupBy: 'name' as const, steps: 1 };
      yield { probe: client.analytics.series(query) };
    }
  },
  'analytics.traceGroups': function* (client, target) {
    const keys = new Set(secretsOf(target).map(({ key }) => quote(key)));
    for (const by of [...TRACE_GROUP_FIELDS, ...keys]) {
      yield client.analytics.traceGroups({ ...about(target), by });
    }
    for (const orderBy of TRACE_GROUP_ORDERS) {
      yield client.analytics.traceGroups({ ...about(target), by: 'name', orderBy });
    }
    for (const filter of someProbes(target)) {
      yield { probe: client.analytics.traceGroups({ ...about(target), filter, by: 'name' }) };
    }
  },
  'analytics.serviceMap': function* (client, target) {
    yield client.analytics.serviceMap(about(target));
    for (const filter of someProbes(target)) {
      yield { probe: client.analytics.serviceMap({ ...about(target), filter }) };
    }
  },
  'analytics.agentMap': function* (client, target) {
    yield client.analytics.agentMap(about(target));
    for (const filter of someProbes(target)) {
      yield { probe: client.analytics.agentMap({ ...about(target), filter }) };
    }
  },
  'analytics.errors': function* (client, target) {
    yield client.analytics.errors(about(target));
    for (const filter of someProbes(target)) {
      yield { probe: client.analytics.errors({ ...about(target), filter }) };
    }
  },
  'transfer.exportFile': function* (client, target) {
    const signals = ['traces' as const, 'logs' as const, 'metrics' as const];
    for (const format of ['otlp-jsonl', 'jaeger', 'csv'] as const) {
      yield contentOf(client.transfer.exportFile({ ...about(target), format, signals }));
    }
    for (const filter of someProbes(target)) {
      const asked = { ...about(target), format: 'otlp-jsonl' as const, filter };
      yield { probe: contentOf(client.transfer.exportFile(asked)) };
    }
  },
  'redaction.coverage': function* (client, target) {
    yield client.redaction.coverage(about(target));
    // All at once: each call has a thread of its own.
    const words = target.planted.secrets.map(({ text }) => text);
    yield { probe: client.redaction.coverage({ ...about(target), ...lookingFor(words) }) };
  },
  'redaction.watchCoverage': function* (client, target) {
    yield piecesOf(client.redaction.watchCoverage(about(target)));
  },
  'visibility.mine': function* (client, target) {
    yield client.visibility.mine(about(target));
  },
};

/** Calls for who reads traces that give out what people wrote, and look at no telemetry. */
const WRITTEN = new Set(['annotations.get', 'annotations.find', 'annotations.tags']);

/** Calls of another permission that look through telemetry too. */
const COUNTING = new Set(['redaction.coverage', 'redaction.watchCoverage']);

/** Names of all calls that read telemetry, from the contract. */
export const READING_CALLS = CALLS.filter(
  ({ name, meta }) => meta.permission === 'traces:read' || COUNTING.has(name),
)
  .map(({ name }) => name)
  .filter((name) => !WRITTEN.has(name));

/** Reads in every way there is. */
export async function readEverything(client: Client, target: Target): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [call, read] of Object.entries(READS)) {
    for (const question of read(client, target)) answers.push(await answerTo(call, question));
  }
  return answers;
}

async function answerTo(call: string, question: unknown): Promise<Answer> {
  const isProbe = isProbing(question);
  try {
    const result = await (isProbe ? question.probe : question);
    const bytes = await bytesOf(result);
    return { call, isProbe, bytes, found: foundIn(result), code: undefined };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const { message, code } = error;
    const bytes = await bytesOf({ message, code, data: 'data' in error ? error.data : null });
    return { call, isProbe, bytes, found: 0, code: String(code) };
  }
}

const isProbing = (question: unknown): question is Probe =>
  typeof question === 'object' && question !== null && 'probe' in question;

/** Rows, ids or records in an answer to a probe. */
function foundIn(answer: unknown): number {
  if (Array.isArray(answer)) return answer.length;
  if (typeof answer !== 'object' || answer === null) return 0;
  for (const name of [
    'traces',
    'threads',
    'spanIds',
    'names',
    'values',
    'groups',
    'services',
    'rows',
  ] as const) {
    if (name in answer) return (answer as Record<string, unknown[]>)[name]!.length;
  }
  const counts = 'counts' in answer ? (answer.counts as number[]) : [];
  return counts.reduce((sum, count) => sum + count, 0);
}

async function piecesOf<T>(stream: Promise<AsyncIterable<T>>): Promise<T[]> {
  const pieces: T[] = [];
  for await (const piece of await stream) pieces.push(piece);
  return pieces;
}

/** What a stream begins with; it is ended then. */
async function firstOf<T>(stream: Promise<AsyncIterable<T>>): Promise<T | undefined> {
  for await (const piece of await stream) return piece;
  return undefined;
}

/** What a file that comes in pieces holds. */
async function contentOf(stream: Promise<AsyncIterable<{ base64: string }>>): Promise<string> {
  const pieces = await piecesOf(stream);
  return pieces.map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8')).join('');
}

/** All bytes of an answer: texts, numbers as digits, and blobs as they are. */
async function bytesOf(answer: unknown): Promise<Buffer> {
  const blobs: Blob[] = [];
  const text = JSON.stringify(answer, (_key, value: unknown) => {
    if (!(value instanceof Blob)) return value;
    blobs.push(value);
    return '';
  });
  const parts = await Promise.all(blobs.map((blob) => blob.arrayBuffer()));
  return Buffer.concat([Buffer.from(text ?? ''), ...parts.map((part) => Buffer.from(part))]);
}

const about = ({ projectId, viewAs }: Target) => ({
  projectId,
  ...(viewAs === undefined ? {} : { viewAs }),
});
const ofTrace = (target: Target) => ({ ...about(target), traceId: target.planted.traceId });

/** Rules that would count a secret. */
const lookingFor = (keywords: string[]) => ({
  types: [],
  rules: [{ id: 'probe', type: 'PROBE', kind: 'keywords' as const, keywords }],
});

function spanIds({ planted, thorough }: Target): readonly string[] {
  return planted.spanIds.filter((_, i, { length }) => thorough || i === 0 || i === length - 1);
}

function secretsOf({ planted, thorough }: Target) {
  return planted.secrets.filter((_, i) => thorough || i % 25 === 0);
}

/** A few of every kind. */
function someProbes(target: Target): TraceFilter[] {
  const all = probes(target);
  const few = target.thorough ? 12 : 4;
  return [...all.slice(0, few), ...all.filter(({ query }) => query !== undefined).slice(0, few)];
}

/** Filters that each name a secret, by every field that compares one and by the attribute and those around it. */
function probes(target: Target): TraceFilter[] {
  const fields: TraceFilter[] = target.planted.secrets
    .filter(({ key }) =>
      /^(?:service\.name|deployment|gen_ai\.request\.model|session|user\.id)/.test(key),
    )
    .flatMap(({ text }) => [
      { services: [text] },
      { environments: [text] },
      { models: [text] },
      { session: text },
      { user: text },
    ]);
  const asked = target.planted.secrets.filter(
    ({ scope }, i) => i % 40 === 0 || (target.thorough && scope !== 'message'),
  );
  const attributes = asked.flatMap(({ key, text }) => {
    const parts = key.split('.');
    const keys = parts.map((_, i) => parts.slice(0, i + 1).join('.'));
    return keys.flatMap((name) => [
      { attributes: [{ key: name, value: text }] },
      { attributes: [{ key: name, value: `{"email":"${text}","id":1}` }] },
      { attributes: [{ key: name, value: `[{"name":"${text}"}]` }] },
    ]);
  });
  // Each looks at all spans: a few of every kind of secret are enough.
  const looked = asked.filter((_, i) => i % 8 === 0);
  const queries = looked.flatMap(({ key, text }) => {
    const [quotedKey, quotedText] = [quote(key), quote(text)];
    return [
      quotedText,
      quotedText.toUpperCase(),
      `${quotedKey} ~ ${quotedText}`,
      `has(${quotedKey} = ${quotedText} and not ${quotedKey} < "")`,
      `count(${quotedKey} in (${quotedText})) > 0`,
      `has(status.message ~ ${quotedText} or event = ${quotedText})`,
    ];
  });
  const ofFields = ['service', 'environment', 'model', 'session', 'user', 'release', 'provider'];
  const named = fields.flatMap(({ user }) =>
    user === undefined
      ? []
      : ofFields.flatMap((name) => [
          `${name} = ${quote(user)}`,
          `has(span.${name} ~ ${quote(user)})`,
        ]),
  );
  return [...fields, ...attributes, ...[...queries, ...named].map((query) => ({ query }))];
}

function paths(): string[] {
  const numbers = Array.from({ length: 24 }, (_, i) => i);
  return [
    ...numbers.flatMap((i) => [`attributes/${i}`, `resource/${i}`, `scope/${i}`]),
    ...numbers.slice(0, 8).flatMap((i) => [`events/0/attributes/${i}`, `links/0/attributes/${i}`]),
    ...[0, 1, 2, 10].map((offset) => `attributes/2@${offset}`),
  ];
}

/** The span detail in an answer of `traces.span`. */
export async function detailOf(
  client: Client,
  target: Target,
  spanId: string,
): Promise<SpanDetail> {
  const { detail } = await client.traces.span({ ...ofTrace(target), spanId });
  return JSON.parse(await detail.text()) as SpanDetail;
}
