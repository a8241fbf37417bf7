import type { ResourceGroup } from '../otlp/encode.ts';
import { WireWriter } from '../otlp/wire-writer.ts';
import type { Random } from './random.ts';
import { messages, text } from './workload-text.ts';
import type { PlannedSpan } from './workload.ts';

const SERVICES = ['checkout', 'support-agent', 'catalog', 'payments', 'search', 'gateway'];
const MODELS = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'claude-sonnet-4-20250514'];
const ROUTES = ['/api/orders/{id}', '/api/cart', '/api/search', '/api/refunds/{id}', '/health'];
const TABLES = ['orders', 'customers', 'refunds', 'catalog_items', 'sessions'];
const TOOLS = ['lookup_order', 'search_policy', 'create_refund', 'get_weather'];

/** Services the load comes from. */
export const RESOURCE_COUNT = SERVICES.length;

type Value = string | number | bigint;

/** Writes a KeyValue as field `field`: texts as string, whole numbers as int, others as double. */
function attribute(out: WireWriter, field: number, key: string, value: Value): void {
  const outer = out.begin(field, 1);
  out.stringField(1, key);
  const inner = out.begin(2, 1);
  if (typeof value === 'string') {
    out.stringField(1, value);
  } else if (typeof value === 'bigint') {
    out.tag(3, 0);
    out.varint64(Number(value & 0xffffffffn), Number(value >> 32n));
  } else {
    out.tag(4, 1);
    out.double(value);
  }
  out.end(inner, 1);
  out.end(outer, 1);
}

/** The resource and scope of one of the services, around its spans. */
export function resourceGroup(resource: number, records: readonly Uint8Array[]): ResourceGroup {
  const service = SERVICES[resource]!;
  const out = new WireWriter();
  const entries: readonly (readonly [string, Value])[] = [
    ['service.name', service],
    ['service.version', `2.${resource}.1`],
    ['service.instance.id', `0b7e31d2-7c1e-4e3a-9c11-00000000000${resource}`],
    ['deployment.environment.name', resource === 5 ? 'staging' : 'production'],
    ['telemetry.sdk.language', 'nodejs'],
    ['telemetry.sdk.name', 'opentelemetry'],
    ['telemetry.sdk.version', '2.2.0'],
    ['host.name', `node-${resource}.internal`],
    ['process.pid', BigInt(4000 + resource)],
    ['process.runtime.version', '24.11.0'],
  ];
  for (const [key, value] of entries) attribute(out, 1, key, value);
  const scope = new WireWriter();
  scope.stringField(1, '@opentelemetry/instrumentation-http');
  scope.stringField(2, '0.208.0');
  return {
    resource: out.finish(),
    schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
    scopes: [{ scope: scope.finish(), schemaUrl: '', records }],
  };
}

function fixedTime(out: WireWriter, field: number, us: number, ns: number): void {
  const value = BigInt(us) * 1000n + BigInt(ns);
  out.tag(field, 1);
  out.fixed64(Number(value & 0xffffffffn), Number(value >> 32n));
}

/** The protobuf body of one span of the load. */
export function writeSpan(random: Random, pool: readonly string[], span: PlannedSpan): Uint8Array {
  const out = new WireWriter(2048);
  const isLlm = span.index > 0 && random.unit() < 0.19;
  const isTool = !isLlm && span.index > 0 && random.unit() < 0.19;
  const isDb = !isLlm && !isTool && span.index > 0 && random.unit() < 0.5;
  const failed = random.unit() < 0.03;
  const model = random.pick(MODELS);
  const route = random.pick(ROUTES);
  const table = random.pick(TABLES);
  const tool = random.pick(TOOLS);
  const name = isLlm
    ? `chat ${model}`
    : isTool
      ? `execute_tool ${tool}`
      : isDb
        ? `SELECT ${table}`
        : `GET ${route}`;
  out.bytesField(1, span.traceId);
  out.bytesField(2, span.spanId);
  if (span.parentId.length > 0) out.bytesField(4, span.parentId);
  out.stringField(5, name);
  out.varintField(6, isTool ? 1 : span.index === 0 ? 2 : 3);
  fixedTime(out, 7, span.startUs, random.between(0, 999));
  fixedTime(out, 8, span.startUs + span.durationUs, random.between(0, 999));
  const put = (key: string, value: Value): void => attribute(out, 9, key, value);
  if (isLlm) putLlm(random, pool, span, model, put);
  else if (isTool) putTool(random, span, tool, put);
  else if (isDb) putDb(random, table, put);
  else putHttp(random, route, failed, put);
  if (failed) {
    const status = out.begin(15, 1);
    out.stringField(2, 'upstream request timeout');
    out.varintField(3, 2);
    out.end(status, 1);
  }
  return out.finish();
}

type Put = (key: string, value: Value) => void;

function putLlm(
  random: Random,
  pool: readonly string[],
  span: PlannedSpan,
  model: string,
  put: Put,
): void {
  const length = 500 + 3500 * random.unit();
  put('gen_ai.operation.name', 'chat');
  put('gen_ai.provider.name', model.startsWith('gpt') ? 'openai' : 'anthropic');
  put('gen_ai.request.model', model.replace(/-\d.*$/, ''));
  put('gen_ai.response.model', model);
  put('gen_ai.response.id', `chatcmpl-${random.hex(24)}`);
  put('gen_ai.response.finish_reasons', 'stop');
  put('gen_ai.request.max_tokens', 1024n);
  put('gen_ai.request.temperature', 0.2);
  put('gen_ai.usage.input_tokens', BigInt(Math.floor(length / 4)));
  put('gen_ai.usage.output_tokens', BigInt(random.between(20, 400)));
  put('gen_ai.conversation.id', span.session);
  put('user.id', `user-${span.session.slice(8, 12)}`);
  put('server.address', 'api.example-llm.com');
  put('server.port', 443n);
  put('gen_ai.input.messages', messages(random, pool, span.opening, length));
  const answer = text(random, pool, random.between(1, 4));
  put('gen_ai.output.messages', JSON.stringify([{ role: 'assistant', content: answer }]));
}

function putTool(random: Random, span: PlannedSpan, tool: string, put: Put): void {
  put('gen_ai.operation.name', 'execute_tool');
  put('gen_ai.tool.name', tool);
  put('gen_ai.tool.type', 'function');
  put('gen_ai.tool.call.id', `call_${random.hex(24)}`);
  put(
    'gen_ai.tool.description',
    `Calls ${tool} of the shop backend and returns its answer as JSON`,
  );
  put('gen_ai.conversation.id', span.session);
  put('gen_ai.agent.name', 'support-agent');
  put('gen_ai.agent.id', 'asst_5j66UpCpwteGg4YSxUnt7lPY');
  put('code.function.name', `tools.${tool}`);
  put('code.file.path', '/srv/app/dist/agent/tools/index.js');
  put(
    'gen_ai.tool.call.arguments',
    JSON.stringify({ query: span.opening.slice(0, 60), limit: 10 }),
  );
  const rows = Array.from({ length: random.between(8, 40) }, (_, i) => ({
    id: random.between(100_000, 999_999),
    state: random.pick(['paid', 'shipped', 'returned']),
    carrier: random.pick(['parcel-express', 'post', 'pickup']),
    rank: i,
  }));
  put('gen_ai.tool.call.result', JSON.stringify(rows));
}

function putDb(random: Random, table: string, put: Put): void {
  put('db.system.name', 'postgresql');
  put('db.namespace', 'shop');
  put('db.collection.name', table);
  put('db.operation.name', 'SELECT');
  put(
    'db.query.text',
    `SELECT id, customer_id, state, total_cents, currency, created_at, updated_at FROM ${table} WHERE customer_id = $1 AND created_at > $2 ORDER BY created_at DESC LIMIT ${random.between(1, 50)}`,
  );
  put('db.query.summary', `SELECT ${table}`);
  put('db.response.returned_rows', BigInt(random.between(0, 50)));
  put('db.user', 'shop_app');
  put('server.address', 'postgres-primary.internal');
  put('server.port', 5432n);
  put('network.peer.address', `10.12.${random.between(0, 3)}.${random.between(1, 254)}`);
  put('thread.name', `pool-${random.between(1, 16)}`);
}

function putHttp(random: Random, route: string, failed: boolean, put: Put): void {
  const id = random.between(100_000, 999_999);
  put('http.request.method', 'GET');
  put('http.route', route);
  put('url.full', `https://shop.example.com${route.replace('{id}', String(id))}?trace=1&locale=en`);
  put('url.scheme', 'https');
  put('http.response.status_code', failed ? 504n : 200n);
  put('http.response.body.size', BigInt(random.between(200, 60_000)));
  put('server.address', 'shop.example.com');
  put('server.port', 443n);
  put('client.address', `203.0.113.${random.between(1, 254)}`);
  put('network.protocol.version', '1.1');
  put(
    'user_agent.original',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  );
  put('http.request.header.x-request-id', `${random.hex(8)}-${random.hex(4)}-${random.hex(12)}`);
}
