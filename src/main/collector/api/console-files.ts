import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { PageFile } from './page-files.ts';

/** A file of the page as the console keeps and sends it: gzipped, a third of its bytes in memory and over a network. */
export interface ConsoleFile {
  readonly type: string;
  readonly gzipped: Promise<Buffer>;
}

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Gzips files beside whatever else is done: `gzip` works in a thread of its own. */
export function packPageFiles(
  files: ReadonlyMap<string, PageFile>,
): ReadonlyMap<string, ConsoleFile> {
  return new Map(
    [...files].map(([path, { type, bytes }]) => [path, { type, gzipped: pack(bytes) }]),
  );
}

/** Answers a GET or HEAD with a file, as it is kept or, to clients that do not take gzip, as it was. */
export async function sendConsoleFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ConsoleFile,
  cacheControl: string,
): Promise<void> {
  const gzipped = await file.gzipped;
  const asKept = takesGzip(request.headers['accept-encoding']);
  const body = asKept ? gzipped : await unpack(gzipped);
  if (asKept) response.setHeader('content-encoding', 'gzip');
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    'cache-control': cacheControl,
    vary: 'accept-encoding',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Whether a client takes gzip (RFC 9110, 12.5.3): what is named counts before `*`, and a weight of 0 is a no. */
export function takesGzip(acceptEncoding = ''): boolean {
  const weights = new Map<string, number>();
  for (const item of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(coding, weight === undefined ? 1 : Number(weight));
  }
  const weight = weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0;
  return weight > 0;
}
