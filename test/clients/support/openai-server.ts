import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** The part of a chat request that decides the answer. */
interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly tools?: readonly unknown[];
  readonly messages: readonly { readonly role: string }[];
}

const ANSWERED_BY = 'gpt-4.1-mini-2025-04-14';
const TOOL_CALL = {
  id: 'call_7',
  type: 'function',
  function: { name: 'get_weather', arguments: '{"city":"Lima"}' },
};

const usage = (prompt: number, cached: number, completion: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  prompt_tokens_details: { cached_tokens: cached },
  completion_tokens_details: { reasoning_tokens: 0 },
});

/** Tokens each kind of answer takes. */
const USAGE = {
  toolCall: usage(52, 16, 18),
  afterTool: usage(80, 64, 9),
  streamed: usage(30, 0, 6),
  embedding: { prompt_tokens: 8, total_tokens: 8 },
};

export interface OpenAiServer {
  /** For clients; ends in `/v1`. */
  readonly baseUrl: string;
  close(): void;
}

/**
 * A stand-in for the provider's API on this machine: with tools it asks for the weather, told the weather it answers,
 * streamed it says three words, and it does not know any model called `missing`.
 */
export async function startOpenAiServer(): Promise<OpenAiServer> {
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = (await json(req)) as ChatRequest;
  if (req.url === '/v1/embeddings') {
    const data = [{ object: 'embedding', index: 0, embedding: [0.25, -0.5, 0.75] }];
    send(res, 200, { object: 'list', model: request.model, data, usage: USAGE.embedding });
  } else if (request.model === 'missing') {
    const error = { message: 'The model `missing` does not exist', code: 'model_not_found' };
    send(res, 404, { error: { ...error, type: 'invalid_request_error', param: null } });
  } else if (request.stream === true) {
    stream(res);
  } else if (request.messages.some(({ role }) => role === 'tool')) {
    send(res, 200, completion('It is 19 degrees in Lima.', undefined, USAGE.afterTool));
  } else {
    send(res, 200, completion(null, [TOOL_CALL], USAGE.toolCall));
  }
}

function completion(content: string | null, calls: readonly object[] | undefined, used: object) {
  const message = { role: 'assistant', content, ...(calls && { tool_calls: calls }) };
  const finish = calls === undefined ? 'stop' : 'tool_calls';
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: ANSWERED_BY,
    choices: [{ index: 0, message, finish_reason: finish }],
    usage: used,
  };
}

function stream(res: ServerResponse): void {
  const base = { id: 'chatcmpl-2', object: 'chat.completion.chunk', created: 1_790_000_000 };
  const say = (choices: readonly object[], more: object = {}) =>
    res.write(`data: ${JSON.stringify({ ...base, model: ANSWERED_BY, choices, ...more })}\n\n`);
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of ['One', ' two', ' three']) {
    say([{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }]);
  }
  say([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  say([], { usage: USAGE.streamed });
  res.end('data: [DONE]\n\n');
}

function send(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
