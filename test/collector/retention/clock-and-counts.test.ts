import { afterEach, expect, test, vi } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PATIENCE = { timeout: 20_000 };
const LONG_MS = 90_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const TODAY = '2026-11-21';

afterEach(() => {
  vi.useRealTimers();
});

async function openAt(dataDir: string, ms: number) {
  const { client, url, close } = await openTestCollector({ dataDir, clock: { now: () => ms } });
  const projectId = (await client.projects.list()).projects[0]!.id;
  return {
    client,
    url,
    projectId,
    close,
    actions: async () => (await client.audit.list({})).entries.map(({ action }) => action),
    redactions: async () => (await client.redaction.audit({ projectId })).rows.length,
    spansCounted: async () => {
      const asked = { projectId, from: TODAY, to: TODAY };
      return (await client.usage.report(asked)).total.spans;
    },
  };
}

/** A folder with an audit log, a counted redaction and a counted span of this moment. */
async function filledFolder(): Promise<string> {
  const dataDir = createTestFolder();
  const { client, url, projectId, close } = await openAt(dataDir, NOW);
  await client.redaction.set({ projectId, mode: 'detect' });
  const request = exportRequest([{ startMs: NOW, name: 'to ada@corp.io' }]);
  expect((await postTraces(url, request)).status).toBe(200);
  await close();
  return dataDir;
}

test(
  'a clock two years ahead takes nothing of the audit log, of the redaction audit and of usage',
  async () => {
    const dataDir = await filledFolder();
    const ahead = await openAt(dataDir, NOW + 730 * DAY);
    // All of them look at what is old when they end, too.
    await ahead.close();
    const { actions, redactions, spansCounted } = await openAt(dataDir, NOW + HOUR);
    expect(await actions()).toContain('audit.started');
    expect(await actions()).not.toContain('audit.trimmed');
    expect(await redactions()).toBe(1);
    expect(await spansCounted()).toBe(1);
  },
  LONG_MS,
);

test(
  'after an hour of running such a clock is believed, and what is old by it goes',
  async () => {
    const dataDir = await filledFolder();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { client, projectId, actions, redactions, spansCounted } = await openAt(
      dataDir,
      NOW + 730 * DAY,
    );
    const heldUntil = async () => (await client.retention.get({ projectId })).heldUntil;
    await expect.poll(heldUntil, PATIENCE).not.toBeNull();
    expect(await redactions()).toBe(1);
    vi.advanceTimersByTime(HOUR);
    await expect.poll(actions, PATIENCE).toContain('audit.trimmed');
    expect(await actions()).not.toContain('audit.started');
    await expect.poll(redactions, PATIENCE).toBe(0);
    expect(await spansCounted()).toBe(0);
  },
  LONG_MS,
);
