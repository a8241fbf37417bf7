import { expect } from 'vitest';
import type { PastRedactionState } from '../../../src/shared/contract/past-redaction.ts';
import type { Client } from '../../../src/main/headless/connect.ts';
import { openTestCollector, type TestCollectorOptions } from '../../support/open-test-collector.ts';

/** A collector, its Default Project, and ways to follow what is done to the data of that. */
export async function openForPast(options: TestCollectorOptions = {}) {
  const collector = await openTestCollector(options);
  const { projects } = await collector.client.projects.list();
  const { id: projectId, name: confirm } = projects[0]!;
  const client = collector.client as unknown as Client;
  return {
    ...collector,
    client,
    projectId,
    confirm,
    ended: (kind: 'scan' | 'rewrite') => ended(client, projectId, kind),
    scan: async () => {
      await client.pastRedaction.scan({ projectId });
      return ended(client, projectId, 'scan');
    },
    rewrite: async () => {
      await client.pastRedaction.rewrite({ projectId, confirm });
      return ended(client, projectId, 'rewrite');
    },
  };
}

/** Waits until a job has ended, and says how. */
export async function ended(client: Client, projectId: string, kind: 'scan' | 'rewrite') {
  let state: PastRedactionState | undefined;
  await expect
    .poll(
      async () => {
        state = await client.pastRedaction.get({ projectId });
        return state[kind]?.state ?? 'none';
      },
      { timeout: 60_000 },
    )
    .not.toBe('running');
  return state![kind]!;
}
