import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ContractRouterClient } from '@orpc/contract';
import { ORPCError } from '@orpc/server';
import type { AuditExportPiece, AuditFormat } from '../../../shared/contract/audit.ts';
import type { Contract } from '../../../shared/contract/index.ts';
import { ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';
import { sendError } from './send-json.ts';

const MEDIA_TYPES: Readonly<Record<AuditFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
};

/** Longest name of a field that is told back, characters. */
const MAX_NAME = 100;

type Signed = Extract<AuditExportPiece, { type: 'signed' }>;

export function isAuditExport(request: IncomingMessage, path: string): boolean {
  return path === '/api/v1/audit/export' && request.method === 'GET';
}

/**
 * Answers an export of the audit log as a file whose signature is in the headers. As it is known at the end only, the
 * text goes into a file of the data folder first, which is gone afterwards.
 *
 * @param client calls of whoever asks: the permission check is theirs
 */
export async function answerAuditExport(
  client: ContractRouterClient<Contract>,
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) {
    sendError(response, 'invalid', `${twice.slice(0, MAX_NAME)}: say it once.`);
    return;
  }
  const input = { format: 'ndjson', ...Object.fromEntries(query) } as { format: AuditFormat };
  const file = join(folder, randomUUID());
  try {
    const pieces = await client.audit.export(input);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const signed = await spool(pieces, file, response);
    if (signed === undefined) return;
    response.writeHead(200, {
      'content-type': MEDIA_TYPES[input.format],
      'content-length': signed.bytes,
      'content-disposition': `attachment; filename="audit.${input.format}"`,
      'content-digest': `sha-256=:${Buffer.from(signed.sha256, 'hex').toString('base64')}:`,
      'x-spanward-signature': signed.signature,
      'x-spanward-key-fingerprint': signed.keyFingerprint,
      'cache-control': 'no-store',
    });
    await pipeline(createReadStream(file), response);
  } catch (error) {
    // Whoever hung up needs no answer.
    if (response.headersSent || response.destroyed) return;
    if (!(error instanceof ORPCError) || !(error.code in ERROR_STATUS)) throw error;
    sendError(response, error.code as ErrorCode, error.message);
  } finally {
    await rm(file, { force: true });
  }
}

/** Writes the text to the disk; undefined when whoever asked has gone. */
async function spool(
  pieces: AsyncIterable<AuditExportPiece>,
  file: string,
  response: ServerResponse,
): Promise<(Signed & { readonly bytes: number }) | undefined> {
  const handle = await open(file, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      if (response.destroyed) return undefined;
      if (piece.type === 'signed') return { ...piece, bytes };
      bytes += (await handle.write(piece.text, null, 'utf8')).bytesWritten;
    }
    return undefined;
  } finally {
    await handle.close();
  }
}
