import zlib from 'node:zlib';
import type { Client } from '../../src/main/headless/connect.ts';
import type { FileReport } from '../../src/shared/contract/file-report.ts';

type ExportOptions = Partial<Parameters<Client['transfer']['exportFile']>[0]>;

/** Stores what is in a file in a project, or in a workspace of its own. */
export async function importBytes(
  client: Client,
  projectId: string,
  bytes: Uint8Array | string,
  passphrase?: string,
): Promise<FileReport> {
  const file = new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]);
  return client.transfer.importFile({ projectId, file, passphrase });
}

/** An export as one file. */
export async function exportBytes(
  client: Client,
  projectId: string,
  options: ExportOptions = {},
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const input = { format: 'otlp-jsonl' as const, ...options, projectId };
  for await (const { base64 } of await client.transfer.exportFile(input)) {
    pieces.push(Buffer.from(base64, 'base64'));
  }
  return Buffer.concat(pieces);
}

/** An export as OTLP JSON lines; of traces alone unless other signals are named. */
export async function exportText(
  client: Client,
  projectId: string,
  options: Omit<ExportOptions, 'format'> = {},
): Promise<string> {
  const bytes = await exportBytes(client, projectId, { signals: ['traces'], ...options });
  return bytes.toString('utf8');
}

/** What is in a bundle that is not encrypted, by the names of its entries. */
export function bundleEntries(bundle: Uint8Array): Map<string, Buffer> {
  const tar = zlib.gunzipSync(bundle);
  const entries = new Map<string, Buffer>();
  for (let at = 0; tar[at] !== 0;) {
    const name = tar.toString('latin1', at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    entries.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}
