import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { ORPCError } from '@orpc/server';
import { AppError, ERROR_STATUS } from '../../../shared/errors.ts';
import { jsonErrorOffset } from '../otlp/json-syntax.ts';
import { Pieces } from '../pieces.ts';
import { FormReader } from './form-reader.ts';
import { HeldBodies } from './held-bodies.ts';
import { isImport } from './refuse-import.ts';
import { AS_JSON } from './rest-body.ts';
import { ValueCount } from './value-count.ts';

/** Largest bodies of calls, bytes. */
const MAX_BODY = {
  /** Of a call that nobody need be known for. */
  open: 16 * 1024,
  /** Parsed in one go by the thread that everybody waits for: twice the longest text that a call takes. */
  json: 8 * 1024 * 1024,
  /** A file of 60 MiB and its wrapping. */
  file: 72 * 1024 * 1024,
} as const;

/** As many files as are read at the same time; and calls apart from them, which need not wait for files. */
const HELD = { json: new HeldBodies(8 * MAX_BODY.json), file: new HeldBodies(4 * MAX_BODY.file) };

/** How much of a body is looked at, by the thread that everybody waits for, to tell where it is no JSON; characters. */
const MAX_LOOKED_AT = 1024 * 1024;

/** From here on a body is made into values in steps, bytes: one step of less takes some ms. */
const MAX_STEP = 512 * 1024;

/** Values in the JSON of a call: 50 rules of 500 keywords, and their fields, are the most that any takes. */
const MAX_VALUES = 30_000;

/**
 * Reads the body of a call as the library would, within bounds: this thread parses it, and everybody waits for it.
 *
 * The library takes `request.body` where there is one. It is read when it is first asked for, so that a request for
 * nothing that exists is not read at all.
 *
 * @param isOpen nobody need be known for the call
 */
export function boundBody(
  request: IncomingMessage,
  response: ServerResponse,
  isOpen: boolean,
): IncomingMessage {
  let body: Promise<unknown> | undefined;
  return Object.defineProperty(request, 'body', {
    get: () => (body ??= read(request, response, isOpen)),
  });
}

async function read(
  request: IncomingMessage,
  response: ServerResponse,
  isOpen: boolean,
): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (isOpen) return readBounded(() => readJson(request, MAX_BODY.open));
  const isForm = type.startsWith('multipart/form-data');
  const kind = isForm && takesFile(request.url ?? '') ? 'file' : 'json';
  const announced = Math.min(Number(request.headers['content-length'] ?? 0), MAX_BODY[kind]);
  const held = HELD[kind].begin(response, announced);
  try {
    return await readBounded(async () => {
      if (!isForm) return readJson(request, MAX_BODY.json, (bytes) => held.add(bytes));
      const form = new FormReader(type);
      await eachPiece(request, MAX_BODY[kind], (piece) => {
        held.add(piece.length);
        form.add(piece);
      });
      return form.end();
    });
  } catch (error) {
    held.release();
    throw error;
  }
}

/** Of REST one call takes a file. */
const takesFile = (url: string): boolean => !url.startsWith('/api/') || isImport(url);

async function readBounded(body: () => Promise<unknown>): Promise<unknown> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') {
      throw new ORPCError('PAYLOAD_TOO_LARGE');
    }
    throw error;
  }
}

/**
 * The JSON of a body; undefined for an empty one.
 *
 * @param onBytes told of bytes before they are kept; what it throws refuses the body
 *
 * Rejects with AppError `too_large`, also for more values than any call takes, or ORPCError `invalid` that says where it
 * is no JSON.
 */
export async function readJson(
  request: IncomingMessage,
  maxBytes: number,
  onBytes: (bytes: number) => void = () => {},
): Promise<unknown> {
  const pieces = new Pieces();
  const values = new ValueCount();
  await eachPiece(request, maxBytes, (piece) => {
    onBytes(piece.length);
    pieces.add(piece);
    if (values.add(piece) > MAX_VALUES) throw tooLarge();
  });
  const bytes = Buffer.concat(pieces.all());
  // What is long is made in steps, and others are served between them.
  const turn = async (): Promise<void> => void (bytes.length > MAX_STEP && (await setImmediate()));
  await turn();
  const text = new TextDecoder().decode(bytes);
  await turn();
  const value = text === '' ? undefined : parseBody(text);
  await turn();
  return value;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own words quote the body, and say mostly not where.
    const looked = text.slice(0, MAX_LOOKED_AT);
    const at = jsonErrorOffset(looked);
    const before = looked.slice(0, at).split('\n');
    const where =
      at < looked.length
        ? `It is no JSON at line ${before.length}, column ${before.at(-1)!.length + 1}`
        : at < text.length
          ? 'It is no JSON'
          : 'Its JSON ends too early';
    throw new ORPCError('invalid', {
      defined: true,
      status: ERROR_STATUS.invalid,
      message: `The body cannot be read. ${where}; ${AS_JSON}.`,
    });
  }
}

/** Ends at the first error of `take`; what comes after it is read and forgotten, so that the sender hears of it. */
function eachPiece(
  request: IncomingMessage,
  maxBytes: number,
  take: (piece: Buffer<ArrayBuffer>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > maxBytes) {
      reject(tooLarge());
      return;
    }
    if (request.destroyed) {
      reject(endedEarly());
      return;
    }
    let bytes = 0;
    // What it has taken is let go of with it, long before the sender of a refused body comes to an end.
    let taking: typeof take | undefined = take;
    request.on('data', (piece: Buffer<ArrayBuffer>) => {
      if (taking === undefined) return;
      bytes += piece.length;
      try {
        if (bytes > maxBytes) throw tooLarge();
        taking(piece);
      } catch (error) {
        taking = undefined;
        reject(error as Error);
      }
    });
    request.on('end', resolve);
    request.on('error', reject);
    request.on('close', () => reject(endedEarly()));
  });
}

function tooLarge(): AppError {
  return new AppError('too_large', 'The body is too large for this call.');
}

function endedEarly(): AppError {
  return new AppError('invalid', 'The body ended early.');
}
