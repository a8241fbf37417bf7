import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createRowId } from '../../../src/main/collector/catalog/row-id.ts';
import { leastMs } from '../../support/least-ms.ts';
import { openWithPeople } from '../../support/people.ts';

const PEOPLE = 1000;
const ENTRIES = 100_000;
const KEYS = 10_000;

/** Fills a catalog as a long life would, past the audit log: what is measured is reading. */
function fill(db: Database.Database, organizationId: string, projectId: string): void {
  const person = db.prepare('INSERT INTO person (id, email, name, created_ms) VALUES (?, ?, ?, 0)');
  const member = db.prepare('INSERT INTO organization_member VALUES (?, ?, ?, 0)');
  const key = db.prepare(
    `INSERT INTO api_key (id, project_id, name, kind, scopes, secret_sha256, prefix, last_four, created_ms)
     VALUES (?, ?, 'many', 'single', '["read"]', randomblob(32), 'spw_', 'abcd', 0)`,
  );
  const entry = db.prepare(
    `INSERT INTO audit_entry (sequence, id, time_ms, actor_kind, actor_name, via, action, resource_type,
       organization_id, prev_hash, hash, seal)
     VALUES (?, ?, 0, 'system', 'test', 'collector', 'session.ended', 'session', ?, ?, ?, ?)`,
  );
  const hash = '0'.repeat(64);
  db.transaction(() => {
    for (let at = 0; at < PEOPLE; at += 1) {
      const id = createRowId('per');
      person.run(id, `person-${at}@example.org`, `Person ${at}`);
      member.run(organizationId, id, at % 50 === 0 ? 'organization_admin' : 'organization_member');
    }
    for (let at = 0; at < KEYS; at += 1) key.run(createRowId('key'), projectId);
    for (let at = 0; at < ENTRIES; at += 1) {
      const owner = at % 10 === 0 ? organizationId : null;
      entry.run(1_000_000 + at, createRowId('aud'), owner, hash, hash, hash);
    }
  })();
}

it('a thousand people, ten thousand keys and a hundred thousand entries are listed without delay', async () => {
  const first = await openWithPeople();
  const { organizationId, collector } = first;
  const { project } = await first.owner.projects.create({ name: 'Shop', description: '' });
  const { dataDir } = collector;
  await collector.close();
  const db = new Database(join(dataDir, 'catalog.db'));
  fill(db, organizationId, project.id);
  const bare = {
    people: await leastMs(() => db.prepare('SELECT * FROM person').all()),
    keys: await leastMs(() => db.prepare('SELECT * FROM api_key').all()),
    entries: await leastMs(() => db.prepare('SELECT count(*), max(hash) FROM audit_entry').all()),
  };
  db.close();

  const { owner } = await openWithPeople(dataDir);
  const { people } = await owner.people.list({ organizationId });
  expect(people).toHaveLength(PEOPLE + 1);
  const holders = { organizationId, permission: 'traces:read', inProjectId: project.id } as const;
  expect((await owner.access.holders(holders)).keys).toHaveLength(KEYS);
  const times = {
    people: await leastMs(() => owner.people.list({ organizationId })),
    holders: await leastMs(() => owner.access.holders(holders)),
    person: await leastMs(() => owner.access.person({ personId: people[7]!.id })),
    page: await leastMs(() => owner.audit.list({ organizationId, limit: 100 })),
    rare: await leastMs(() => owner.audit.list({ organizationId, text: 'not there at all' })),
  };
  // Against a bare query of the same run, so that a slow machine does not count.
  expect(times.people).toBeLessThan(30 * bare.people + 60);
  expect(times.holders).toBeLessThan(30 * bare.keys + 60);
  expect(times.person).toBeLessThan(60);
  expect(times.page).toBeLessThan(30 * bare.people + 60);
  expect(times.rare).toBeLessThan(40 * bare.entries + 500);
});
