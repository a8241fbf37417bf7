import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContractRouterClient } from '@orpc/contract';
import { ORPCError } from '@orpc/server';
import type { Contract } from '../../../shared/contract/index.ts';
import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import { AppError, ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';
import { readJson } from './call-body.ts';
import { sendError, sendJson } from './send-json.ts';

type Client = ContractRouterClient<Contract>;
type Input = Parameters<Client['transfer']['exportFile']>[0];
type Pieces = AsyncIterator<{ readonly base64: string; readonly records: number }>;

const FORMATS: Readonly<Record<ExportFormat, readonly [type: string, ending: string]>> = {
  'otlp-jsonl': ['application/x-ndjson', 'jsonl'],
  'otlp-protobuf': ['application/x-otlp', 'otlp'],
  jaeger: ['application/json', 'json'],
  csv: ['text/csv; charset=utf-8', 'csv'],
  bundle: ['application/x-spanward', 'spanward'],
};
/** Bytes of what is asked for: ten thousand trace ids and a long filter. */
const MAX_INPUT = 1024 * 1024;
/** An export that nobody fetches is ended, ms. */
const TICKET_MS = 60_000;
const MAX_TICKETS = 16;
/** Of these of one person, so that nobody keeps the others from exporting. */
const MAX_TICKETS_EACH = 4;
/** Longest name of a file, characters. */
const MAX_NAME = 200;

/** An export whose first piece is there: what would be refused has been. */
interface Begun {
  readonly format: ExportFormat;
  /** As the file is called, without an ending. */
  readonly name: string;
  readonly first: Buffer | undefined;
  /** Where it was asked for already. */
  readonly second?: Awaited<ReturnType<Pieces['next']>>;
  readonly rest: Pieces;
}

/** The project of a REST export, or undefined for another request. */
export function exportedProject(request: IncomingMessage, path: string): string | undefined {
  const match = /^\/api\/v1\/projects\/([^/]+)\/export$/.exec(path);
  return request.method === 'POST' ? match?.[1] : undefined;
}

/** Answers a REST export with the bytes of the file as they are made. */
export async function answerExport(
  client: Client,
  projectId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await answering(response, async () => {
    const input = await readInput(request);
    if (input.projectId !== undefined && input.projectId !== projectId) {
      throw new AppError('invalid', 'projectId: the address says another one.');
    }
    await send(await begin(client, { ...input, projectId }, projectId), response);
  });
}

/**
 * Exports for a page in a browser: it begins one with its session and fetches it with a ticket that is good once and
 * for a minute, so that the browser writes the file to the disk by itself.
 */
export class ExportTickets {
  readonly #begun = new Map<string, { begun: Begun; by: string; timer: NodeJS.Timeout }>();

  /**
   * Begins an export and answers with its ticket.
   *
   * @param by id of the person who begins it
   */
  async begin(
    client: Client,
    by: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    await answering(response, async () => {
      const own = [...this.#begun.values()].filter((entry) => entry.by === by);
      if (own.length >= MAX_TICKETS_EACH || this.#begun.size >= MAX_TICKETS) {
        throw new AppError('busy', 'Many exports are being begun. Try again in a minute.');
      }
      const { name, ...input } = await readInput(request);
      const title = typeof name === 'string' ? name : '';
      const begun = await begin(client, input as unknown as Input, title);
      const ticket = randomBytes(32).toString('hex');
      const timer = setTimeout(() => this.#drop(ticket), TICKET_MS).unref();
      this.#begun.set(ticket, { begun, by, timer });
      sendJson(response, 200, { ticket });
    });
  }

  /** Sends the file of a ticket. */
  async fetch(ticket: string, response: ServerResponse): Promise<void> {
    const entry = this.#begun.get(ticket);
    if (entry === undefined) {
      sendError(response, 'not_found', 'This export has been fetched or has expired. Begin again.');
      return;
    }
    this.#begun.delete(ticket);
    clearTimeout(entry.timer);
    await answering(response, async () => {
      // Asks whether who began it still may: the first piece was read up to a minute ago.
      const second = await entry.begun.rest.next();
      await send({ ...entry.begun, second }, response);
    });
  }

  #drop(ticket: string): void {
    const entry = this.#begun.get(ticket);
    this.#begun.delete(ticket);
    void entry?.begun.rest.return?.();
  }
}

async function begin(client: Client, input: Input, name: string): Promise<Begun> {
  const pieces = await client.transfer.exportFile(input);
  const rest: Pieces = pieces[Symbol.asyncIterator]();
  const { value, done } = await rest.next();
  const first = done === true ? undefined : Buffer.from(value.base64, 'base64');
  return { format: input.format, name, first, rest };
}

async function send(
  { format, name, first, second, rest }: Begun,
  response: ServerResponse,
): Promise<void> {
  const [type, ending] = FORMATS[format];
  // A page names the file: a name that is cut through a character cannot be written in a header.
  const shown = Buffer.from(name.slice(0, MAX_NAME)).toString() || 'export';
  const title = encodeURIComponent(`${shown}.${ending}`).replaceAll("'", '%27');
  response.writeHead(200, {
    'content-type': type,
    'content-disposition': `attachment; filename="export.${ending}"; filename*=UTF-8''${title}`,
    'cache-control': 'no-store',
  });
  const closed = new Promise((resolve) => void response.once('close', resolve));
  try {
    if (first !== undefined) response.write(first);
    for (let next = second ?? (await rest.next()); next.done !== true; next = await rest.next()) {
      if (response.destroyed) return;
      const isFull = !response.write(Buffer.from(next.value.base64, 'base64'));
      if (isFull) await Promise.race([drained(response), closed]);
    }
    response.end();
  } finally {
    await rest.return?.();
  }
}

function drained(response: ServerResponse): Promise<unknown> {
  return new Promise((resolve) => void response.once('drain', resolve));
}

async function readInput(request: IncomingMessage): Promise<Input & { readonly name?: unknown }> {
  try {
    const sent = await readJson(request, MAX_INPUT);
    const value = sent === undefined ? {} : sent;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Input;
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof ORPCError) throw error;
  }
  throw new AppError('invalid', 'body: say what to export as one JSON object.');
}

/** Errors before the first byte are told; after it the answer ends broken, so that nobody takes it for whole. */
async function answering(response: ServerResponse, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (response.destroyed) return;
    if (response.headersSent) response.destroy();
    else if (error instanceof AppError) sendError(response, error.code, error.message);
    else if (error instanceof ORPCError && error.code in ERROR_STATUS) {
      sendError(response, error.code as ErrorCode, error.message);
    } else throw error;
  }
}
