import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { SessionService } from '../../../src/main/collector/people/session-service.ts';
import { SESSION_SEEN_MS } from '../../../src/main/collector/people/session-times.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { ACTOR, openTestTrail } from '../audit/open-test-trail.ts';

it('who signed in stays signed in while the disk takes nothing, and the process lives on', async () => {
  let now = Date.UTC(2026, 10, 21, 12);
  const clock = { now: () => now };
  const { catalog, trail } = await openTestTrail(createTestFolder(), clock);
  catalog.raw
    .prepare('INSERT INTO person (id, name, email, created_ms) VALUES (?, ?, ?, ?)')
    .run('per_1', 'Ann', 'ann@example.org', now);
  const sessions = await SessionService.open(catalog, clock, trail, () => 86_400_000);
  const { token } = await sessions.start('password', 'per_1', ACTOR.from);
  const lost: unknown[] = [];
  const keep = (error: unknown) => lost.push(error);
  process.on('unhandledRejection', keep);
  onTestFinished(() => void process.off('unhandledRejection', keep));

  now += SESSION_SEEN_MS + 1;
  catalog.raw.pragma('query_only = ON');
  expect(sessions.find(token)).toMatchObject({ kind: 'person' });
  const entry = { action: 'audit.read', resource: 'audit' } as const;
  await expect(trail.record(ACTOR, entry)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('nothing was changed'),
  });
  await setImmediate();
  expect(lost).toEqual([]);

  catalog.raw.pragma('query_only = OFF');
  const seenMs = () =>
    catalog.raw.prepare('SELECT last_seen_ms FROM session').pluck().get() as number;
  expect(sessions.find(token)).toMatchObject({ kind: 'person' });
  await expect.poll(seenMs).toBe(now);
});
