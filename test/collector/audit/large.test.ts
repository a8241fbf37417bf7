import { describe, expect, it } from 'vitest';
import { hashEntry, type AuditRow, type Head } from '../../../src/main/collector/audit/entry.ts';
import { newestEntries } from '../../../src/main/collector/audit/read-entries.ts';
import { verifyChain } from '../../../src/main/collector/audit/verify-chain.ts';
import { openTestTrail, type TestTrail } from './open-test-trail.ts';

const ENTRIES = 100_000;
const RARE = 'prj_rare00000000';

/** A chain of many entries, written as the trail writes them but in one transaction. */
async function openLarge(): Promise<TestTrail & { head: Head }> {
  const test = await openTestTrail();
  const [template] = await test.rows();
  let head: Head = test.trail.head;
  await test.catalog.writer.transaction().execute(async (tx) => {
    let rows: AuditRow[] = [];
    for (let sequence = 2; sequence <= ENTRIES; sequence += 1) {
      const row = {
        ...template!,
        sequence,
        id: `aud_${sequence}`,
        action: sequence % 2 === 0 ? 'key.created' : 'price.changed',
        resource_id: `key_${sequence}`,
        project_id: sequence === 1_000 ? RARE : 'prj_usual0000000',
        after: JSON.stringify({ name: `key number ${sequence}`, scopes: ['ingest'] }),
        prev_hash: head.hash,
      };
      const hash = hashEntry(row);
      rows.push({ ...row, hash, seal: test.trail.key.seal(hash) });
      head = { sequence, hash };
      if (rows.length === 500 || sequence === ENTRIES) {
        await tx.insertInto('audit_entry').values(rows).execute();
        rows = [];
      }
    }
  });
  return { ...test, head };
}

/**
 * Longest time the main thread did not get to anything else, ms, and the whole time: the least of three turns, so
 * that other programs on the machine do not count.
 */
async function watch(work: () => Promise<unknown>) {
  const turns = [await watchOnce(work), await watchOnce(work), await watchOnce(work)];
  return {
    longest: Math.min(...turns.map(({ longest }) => longest)),
    total: Math.min(...turns.map(({ total }) => total)),
  };
}

async function watchOnce(work: () => Promise<unknown>) {
  let longest = 0;
  let last = performance.now();
  let stop = false;
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!stop) setImmediate(tick);
  };
  setImmediate(tick);
  const start = performance.now();
  await work();
  stop = true;
  return { longest, total: performance.now() - start };
}

describe('100,000 entries', () => {
  it('are listed without reading them all, and checked without holding up anything', async () => {
    const test = await openLarge();
    const { catalog, head } = test;
    const list = (filter: Parameters<typeof newestEntries>[1]) =>
      newestEntries(catalog, filter, Number.MAX_SAFE_INTEGER, 51);

    const check = await watch(async () => {
      const found = await verifyChain(catalog, test.dataDir, {
        key: test.trail.key,
        head,
        inTurn: (work) => work(),
      });
      // The head file is that of the first entry: behind, which is no fault.
      expect(found).toMatchObject({ ok: true, checked: ENTRIES });
    });
    // Work in slices: no slice may come near the whole. Ratios, so that a slow machine changes nothing.
    expect(check.longest).toBeLessThan(check.total / 5);

    const first = await watch(async () => expect(await list({})).toHaveLength(51));
    const byAction = await watch(async () =>
      expect(await list({ action: 'key.*' })).toHaveLength(51),
    );
    expect(first.total).toBeLessThan(check.total / 20);
    expect(byAction.total).toBeLessThan(check.total / 20);

    const rare = await watch(async () => {
      const rows = await list({ projectId: RARE });
      expect(rows.map((row) => row.sequence)).toEqual([1_000]);
    });
    expect(rare.total).toBeLessThan(check.total / 2);
    const text = await watch(async () =>
      expect(await list({ text: 'number 77777' })).toHaveLength(1),
    );
    expect(text.longest).toBeLessThan(check.total / 5);
  });
});
