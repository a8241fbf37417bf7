import { writeFileSync } from 'node:fs';
import type { BackupSummary } from '../../../src/shared/contract/backup.ts';
import type { Client } from '../../../src/main/headless/connect.ts';

/** Takes a whole backup over the API and writes it to a file. */
export async function saveBackup(
  client: Client,
  file: string,
  passphrase?: string,
): Promise<BackupSummary> {
  const parts: Buffer[] = [];
  let summary: BackupSummary | undefined;
  for await (const piece of await client.backup.create(
    passphrase === undefined ? {} : { passphrase },
  )) {
    if (piece.type === 'done') summary = piece.summary;
    else parts.push(Buffer.from(piece.base64, 'base64'));
  }
  writeFileSync(file, Buffer.concat(parts));
  if (summary === undefined) throw new Error('The backup did not say that it is done.');
  return summary;
}

/** Ids of all traces of a project. */
export async function traceIds(client: Client, projectId: string): Promise<Set<string>> {
  const ids = new Set<string>();
  let after: { value: number; traceId: string } | undefined;
  for (;;) {
    const page = await client.traces.list({
      projectId,
      filter: {},
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    for (const { traceId } of page.traces) ids.add(traceId);
    if (page.next === null) return ids;
    after = page.next;
  }
}
