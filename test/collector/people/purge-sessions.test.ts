import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it, vi } from 'vitest';
import { clientOf, openWithPeople, PASSWORD, signIn } from '../../support/people.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EMAIL = 'ann@example.org';

afterEach(() => {
  vi.useRealTimers();
});

/** Lets the test move the hourly timer on; all other timers stay real. */
const holdTimers = () => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });

/** A collector where Ann has signed in once. */
async function openWithAnn() {
  const dataDir = createTestFolder();
  const world = await openWithPeople(dataDir);
  const { code } = await world.owner.invitations.create({
    organizationId: world.organizationId,
    email: EMAIL,
  });
  await clientOf(world.collector).session.acceptInvitation({ code, name: 'A', password: PASSWORD });
  const file = join(dataDir, 'catalog.db');
  const kept = (): number => {
    const db = new Database(file, { readonly: true });
    const count = db.prepare('SELECT count(*) FROM session').pluck().get() as number;
    db.close();
    return count;
  };
  return { ...world, dataDir, kept, token: await signIn(world.collector, EMAIL) };
}

it('sessions that ended more than 30 days ago are cleared away once a day, others stay', async () => {
  holdTimers();
  const { collector, clock, kept, token } = await openWithAnn();
  const day = () => {
    clock.pass(DAY);
    vi.advanceTimersByTime(HOUR);
  };
  await clientOf(collector, token).session.signOut();
  // Nobody uses this one: it ends by itself within a day.
  await signIn(collector, EMAIL);
  // An hour is thousands of turns of all that is done now and then: looked at after a day, and when the 30 are nearly over.
  day();
  clock.pass(27 * DAY);
  day();
  await signIn(collector, EMAIL);
  expect(kept()).toBe(3);
  clock.pass(DAY + HOUR);
  // Looked at before the hour is over, nothing has happened yet.
  expect(kept()).toBe(3);
  vi.advanceTimersByTime(HOUR);
  await expect.poll(kept).toBe(2);
  day();
  await expect.poll(kept).toBe(1);
  const { entries } = await collector.client.audit.list({ action: 'session.*' });
  expect(entries.filter(({ action }) => action === 'session.started')).toHaveLength(3);
  expect(await collector.client.audit.verify()).toMatchObject({ ok: true });
});

it('a start clears away what ended while nothing ran, and a living session stays', async () => {
  const { collector, dataDir, clock, kept } = await openWithAnn();
  clock.pass(35 * DAY);
  const living = await signIn(collector, EMAIL);
  await collector.close();
  expect(kept()).toBe(2);
  const again = await openTestCollector({ dataDir, clock });
  await expect.poll(kept).toBe(1);
  const answer = await fetch(`${again.url}/api/v1/session`, {
    headers: { authorization: `Bearer ${living}` },
  });
  expect(answer.status).toBe(200);
});
