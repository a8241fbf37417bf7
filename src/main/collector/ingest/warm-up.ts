import { gzipSync } from 'node:zlib';
import { encodeRequest } from '../otlp/encode.ts';
import { WireWriter } from '../otlp/wire-writer.ts';
import { everyKind } from '../redaction/every-kind.ts';
import { NO_REDACTION, type RedactionPolicy } from '../redaction/policy.ts';
import { sampleTexts } from '../redaction/sample-texts.ts';
import { runJob, type DecodeContext } from './decode-job.ts';
import { ROW_WIDTH, type DecodeJob } from './job.ts';

/** Work given to the compiler, ms; real jobs go in between. */
const WARM_UP_MS = 300;
/**
 * How long that of decoding waits, ms: until then the cores have the start of all else and of the window to do, and what
 * comes warms too. A collector that is ended sooner never pays for it.
 */
const WARM_UP_AFTER_MS = 10_000;
const SPANS = 64;

/**
 * Runs made-up spans through the decode path and throws the result away, a slice a turn.
 *
 * Without it the code is still interpreted when a full load arrives later, and seconds of backlog build up before it is
 * fast. One that arrives sooner does the same by itself.
 */
export function warmUp(context: DecodeContext): void {
  const body = sampleRequest(Array.from({ length: SPANS }, (_, index) => sampleSpan(index)));
  const zipped = gzipSync(body);
  inSlices((round) => {
    const job = sampleJob(round % 4 === 0 ? zipped : body, round % 4 === 1, NO_REDACTION);
    runJob(job, context);
  }, WARM_UP_AFTER_MS);
}

/**
 * The same for redaction, once it is loaded: spans with texts of all sorts, in some of which something is found, and other
 * ones each time, for what was seen before is not looked at again.
 */
export function warmUpRedaction(context: DecodeContext): void {
  const policy = everyKind('warm-up');
  inSlices((round) => {
    const texts = sampleTexts(round);
    const spans = texts.map((text, index) => sampleSpan(index, text));
    runJob(sampleJob(sampleRequest(spans), false, policy), context);
  });
}

/** Runs something over and over for {@link WARM_UP_MS} of work, after `delayMs`. */
function inSlices(run: (round: number) => void, delayMs = 0): void {
  let spentMs = 0;
  let round = 0;
  const slice = (): void => {
    const start = performance.now();
    run(round++);
    spentMs += performance.now() - start;
    if (spentMs < WARM_UP_MS) setImmediate(slice);
  };
  setTimeout(slice, delayMs);
}

/** A job of one request, of traces in protobuf. */
function sampleJob(body: Uint8Array, zipped: boolean, redaction: RedactionPolicy): DecodeJob {
  const table = new Int32Array(ROW_WIDTH);
  table.set([0, body.length, 0, 0, 0, zipped ? 1 : 0]);
  const projects = [{ id: 'prj_000000000000', redaction }];
  const buffer = new Uint8Array(body).buffer;
  return { type: 'job', id: 0, buffer, table, projects };
}

/** An ExportTraceServiceRequest of these spans. */
function sampleRequest(records: readonly Uint8Array[]): Uint8Array {
  const resource = new WireWriter();
  attribute(resource, 1, 'service.name', 'warm-up');
  attribute(resource, 1, 'deployment.environment.name', 'none');
  const scope = new WireWriter();
  scope.stringField(1, 'warm-up');
  const scopes = [{ scope: scope.finish(), schemaUrl: '', records }];
  return encodeRequest([{ resource: resource.finish(), schemaUrl: '', scopes }]);
}

const TEXT_KEYS = ['input.value', 'output.value', 'log.message', 'url.full'] as const;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A span like those of an agent, every third a model call, others HTTP; and an attribute with the text. */
function sampleSpan(index: number, text?: string): Uint8Array {
  const span = new WireWriter();
  span.hexField(1, hex(1 + (index >> 3), 32));
  span.hexField(2, hex(1 + index, 16));
  if (index % 8 > 0) span.hexField(4, hex(1 + (index & ~7), 16));
  span.stringField(5, index % 3 === 0 ? 'chat model' : 'GET /path');
  span.varintField(6, index % 3 === 0 ? 3 : 2);
  const nanos = 1_750_000_000_000_000_000n + BigInt(index) * 1_000_000n;
  for (const [field, time] of [
    [7, nanos],
    [8, nanos + 5_000_000n],
  ] as const) {
    span.tag(field, 1);
    span.fixed64(Number(time & 0xffff_ffffn), Number(time >> 32n));
  }
  if (index % 3 === 0) {
    attribute(span, 9, 'gen_ai.operation.name', 'chat');
    attribute(span, 9, 'gen_ai.provider.name', 'openai');
    attribute(span, 9, 'gen_ai.request.model', 'gpt-4o');
    attribute(span, 9, 'gen_ai.usage.input_tokens', 100 + index);
    attribute(span, 9, 'gen_ai.usage.output_tokens', 10 + index);
    attribute(
      span,
      9,
      'gen_ai.input.messages',
      `[{"role":"user","parts":[{"type":"text","content":"${'word '.repeat(80)}"}]}]`,
    );
  } else {
    attribute(span, 9, 'http.request.method', 'GET');
    attribute(span, 9, 'url.path', `/items/${index}`);
    attribute(span, 9, 'http.response.status_code', 200);
    attribute(span, 9, 'server.address', 'localhost');
  }
  if (text !== undefined) attribute(span, 9, TEXT_KEYS[index % TEXT_KEYS.length]!, text);
  return span.finish();
}

function attribute(writer: WireWriter, field: number, key: string, value: string | number): void {
  const mark = writer.begin(field, 1);
  writer.stringField(1, key);
  const inner = writer.begin(2, 1);
  if (typeof value === 'string') writer.stringField(1, value);
  else writer.varintField(3, value);
  writer.end(inner, 1);
  writer.end(mark, 1);
}
