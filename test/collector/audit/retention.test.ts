import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemActor } from '../../../src/main/collector/audit/actor.ts';
import { sweepAuditLog } from '../../../src/main/collector/audit/retention.ts';
import { verifyChain } from '../../../src/main/collector/audit/verify-chain.ts';
import { ClockWatch } from '../../../src/main/collector/retention/clock-watch.ts';
import { createTestLog } from '../../support/open-test-collector.ts';
import { filesHolding } from '../retention/grep-folder.ts';
import { addProject, openTestTrail } from './open-test-trail.ts';

const DAY = 86_400_000;
const EMPTY_STORE = { stats: () => Promise.resolve([]) };

afterEach(() => {
  vi.useRealTimers();
});

async function prepare(days = 30) {
  vi.useFakeTimers({ toFake: ['performance'] });
  let now = Date.parse('2026-01-01T00:00:00Z');
  const clock = { now: () => now };
  const test = await openTestTrail(undefined, clock);
  const { catalog } = test;
  const log = createTestLog();
  const clockWatch = new ClockWatch({ catalog, store: EMPTY_STORE, clock, log });
  const sweep = () => sweepAuditLog({ ...test, clock, clockWatch, days: () => days });
  const check = () => verifyChain(test.catalog, test.dataDir, test.trail);
  const set = (ms: number) => {
    now += ms;
  };
  /** The machine runs for so long. */
  const pass = (ms: number) => {
    set(ms);
    vi.advanceTimersByTime(ms);
  };
  return { ...test, sweep, check, set, pass };
}

describe('the retention rule', () => {
  it('removes what is older, says so in the chain, and leaves it provable', async () => {
    const { trail, rows, sweep, check, pass } = await prepare();
    await addProject(trail, 'old');
    pass(20 * DAY);
    await addProject(trail, 'young');
    expect(await sweep()).toBe(0);
    pass(11 * DAY);
    expect(await sweep()).toBe(2);
    const kept = await rows();
    expect(kept.map((row) => [row.sequence, row.action])).toEqual([
      [3, 'project.created'],
      [4, 'audit.trimmed'],
    ]);
    expect(JSON.parse(kept[1]!.after!)).toMatchObject({ throughSequence: 2, retentionDays: 30 });
    expect(await check()).toMatchObject({ ok: true, firstSequence: 3, checked: 2 });
    pass(40 * DAY);
    expect(await sweep()).toBe(2);
    expect(await check()).toMatchObject({ ok: true, firstSequence: 5, checked: 1 });
    expect(await sweep()).toBe(0);
  });

  it('leaves no byte of what went, in the log of the catalog neither', async () => {
    const { trail, dataDir, sweep, pass } = await prepare();
    const [resource, reason] = ['audit', 'asked-for-by-jane'] as const;
    await trail.record(systemActor('test'), { action: 'audit.exported', resource, reason });
    expect(filesHolding(dataDir, reason)).not.toEqual([]);
    pass(31 * DAY);
    await sweep();
    expect(filesHolding(dataDir, reason)).toEqual([]);
  });

  it('keeps an exact 30 days', async () => {
    const { sweep, pass } = await prepare();
    pass(30 * DAY);
    expect(await sweep()).toBe(0);
    pass(1);
    expect(await sweep()).toBe(1);
  });

  it('waits for an hour where the clock was set ahead, and for none of it where it is set right', async () => {
    const { sweep, set, pass } = await prepare();
    expect(await sweep()).toBe(0);
    set(730 * DAY);
    expect(await sweep()).toBe(0);
    set(-730 * DAY);
    pass(3_600_000);
    expect(await sweep()).toBe(0);
    set(730 * DAY);
    expect(await sweep()).toBe(0);
    pass(3_600_000);
    expect(await sweep()).toBe(1);
  });

  it('is no cover for removing more', async () => {
    const { trail, catalog, sweep, check, pass } = await prepare();
    for (const name of ['a', 'b', 'c']) await addProject(trail, name);
    pass(31 * DAY);
    await addProject(trail, 'd');
    await sweep();
    catalog.raw.exec('DROP TRIGGER audit_entry_kept; DROP TRIGGER audit_entry_unchanged');
    catalog.raw.exec('DELETE FROM audit_entry WHERE sequence <= 5');
    expect((await check()).problem).toEqual({ sequence: 5, message: 'Entry 5 is missing.' });
  });

  it('cannot be written by somebody else', async () => {
    const { trail, catalog, check } = await prepare();
    for (const name of ['a', 'b', 'c']) await addProject(trail, name);
    catalog.raw.exec('DROP TRIGGER audit_entry_kept; DROP TRIGGER audit_entry_unchanged');
    catalog.raw.exec(`UPDATE audit_entry SET action = 'audit.trimmed',
      after = json_object('throughSequence', 2, 'throughHash', (SELECT hash FROM audit_entry WHERE sequence = 2))
      WHERE sequence = 3; DELETE FROM audit_entry WHERE sequence <= 2`);
    expect((await check()).problem).toMatchObject({
      sequence: 3,
      message: expect.stringContaining('was changed'),
    });
  });

  it('goes on with what a sweep that was cut short left behind', async () => {
    const { trail, catalog, rows, sweep, check, pass } = await prepare();
    for (let i = 0; i < 5; i += 1) await addProject(trail, `p${i}`);
    pass(31 * DAY);
    const removeThrough = trail.removeThrough.bind(trail);
    trail.removeThrough = () => Promise.reject(new Error('power cut'));
    await expect(sweep()).rejects.toThrow('power cut');
    trail.removeThrough = removeThrough;
    expect(await check()).toMatchObject({ ok: true, firstSequence: 7 });
    expect(await sweep()).toBe(6);
    expect((await rows()).map((row) => row.sequence)).toEqual([7]);
    expect(catalog.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
