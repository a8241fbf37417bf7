import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asyncProperty,
  array,
  assert,
  constantFrom,
  integer,
  nat,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../../src/main/collector/audit/verify-chain.ts';
import { ACTOR, addProject, openTestTrail, type TestTrail } from './open-test-trail.ts';

const check = ({ catalog, dataDir, trail }: TestTrail) => verifyChain(catalog, dataDir, trail);

/** The ways of somebody who writes into the database file; each returns the sequence that must be named. */
type Tampering = (test: TestTrail, at: number, last: number) => number;

const COLUMNS = [
  'time_ms',
  'actor_name',
  'action',
  'resource_id',
  'after',
  'hash',
  'seal',
] as const;

const run = (test: TestTrail, sql: string) => test.catalog.raw.exec(sql);

const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  ...Object.fromEntries(
    COLUMNS.map((column) => [
      `change ${column}`,
      (test: TestTrail, at: number) => {
        const value =
          column === 'time_ms'
            ? 'time_ms + 1'
            : column === 'hash' || column === 'seal'
              ? `'${'a'.repeat(64)}'`
              : `coalesce(${column}, '') || 'x'`;
        run(test, `UPDATE audit_entry SET ${column} = ${value} WHERE sequence = ${at}`);
        return at;
      },
    ]),
  ),
  drop: (test, at) => {
    run(test, `DELETE FROM audit_entry WHERE sequence = ${at}`);
    return at;
  },
  truncate: (test, at) => {
    run(test, `DELETE FROM audit_entry WHERE sequence >= ${at}`);
    return at;
  },
  'drop the old end': (test, at) => {
    run(test, `DELETE FROM audit_entry WHERE sequence <= ${at}`);
    return 1;
  },
  'drop everything': (test) => {
    run(test, 'DELETE FROM audit_entry');
    return 1;
  },
  'drop and close the gap': (test, at, last) => {
    run(test, `DELETE FROM audit_entry WHERE sequence = ${at}`);
    for (let i = at + 1; i <= last; i += 1) {
      run(test, `UPDATE audit_entry SET sequence = ${i - 1} WHERE sequence = ${i}`);
    }
    return at;
  },
  exchange: (test, at, last) => {
    if (at === last) return TAMPERINGS['drop']!(test, at, last);
    run(
      test,
      `UPDATE audit_entry SET sequence = -1 WHERE sequence = ${at};
       UPDATE audit_entry SET sequence = ${at} WHERE sequence = ${at + 1};
       UPDATE audit_entry SET sequence = ${at + 1} WHERE sequence = -1`,
    );
    return at;
  },
  'insert in between': (test, at, last) => {
    for (let i = last; i >= at; i -= 1) {
      run(test, `UPDATE audit_entry SET sequence = ${i + 1} WHERE sequence = ${i}`);
    }
    copyRow(test, at + 1, at);
    return at;
  },
  'add at the end': (test, at, last) => {
    copyRow(test, at, last + 1);
    return last + 1;
  },
};

function copyRow(test: TestTrail, from: number, to: number): void {
  const columns = Object.keys(
    test.catalog.raw.prepare('SELECT * FROM audit_entry LIMIT 1').get() as object,
  ).filter((name) => name !== 'sequence' && name !== 'id');
  run(
    test,
    `INSERT INTO audit_entry (sequence, id, ${columns.join()})
     SELECT ${to}, 'aud_copy', ${columns.join()} FROM audit_entry WHERE sequence = ${from}`,
  );
}

/** Changes of every kind in any order; what fails leaves nothing. */
const changes: Arbitrary<{ kind: 'add' | 'fail' | 'read' | 'remove'; name: number }[]> = array(
  record({ kind: constantFrom('add', 'fail', 'read', 'remove'), name: nat(3) }),
  { minLength: 1, maxLength: 12 },
);

async function apply(test: TestTrail, { kind, name }: { kind: string; name: number }) {
  const { trail } = test;
  if (kind === 'add') await addProject(trail, `p${name}`).catch(() => {});
  else if (kind === 'read') await trail.record(ACTOR, { action: 'audit.read', resource: 'audit' });
  else {
    const change = trail.change(ACTOR, async (tx) => {
      await tx.deleteFrom('project').where('id', '=', `prj_p${name}`).execute();
      if (kind === 'fail') throw new Error('no');
      return {
        answer: undefined,
        entries: [{ action: 'project.created', resource: 'project', resourceId: `prj_p${name}` }],
      };
    });
    await change.catch(() => {});
  }
}

describe('the check of the chain', () => {
  it('finds nothing wrong after any changes, and every tampering where it is', async () => {
    await assert(
      asyncProperty(
        changes,
        constantFrom(...Object.keys(TAMPERINGS)),
        integer({ min: 0, max: 1000 }),
        async (sequence, tampering, where) => {
          const test = await openTestTrail();
          for (const change of sequence) await apply(test, change);
          const last = test.trail.head.sequence;
          expect(await check(test)).toMatchObject({ ok: true, checked: last, lastSequence: last });
          test.catalog.raw.exec(
            'DROP TRIGGER audit_entry_unchanged; DROP TRIGGER audit_entry_kept',
          );
          const named = TAMPERINGS[tampering]!(test, 1 + (where % last), last);
          const found = await check(test);
          expect(found.ok, tampering).toBe(false);
          expect(found.problem!.sequence, `${tampering}: ${found.problem!.message}`).toBe(named);
          await test.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds an entry made by somebody without the key, even in a chain that fits', async () => {
    const mine = await openTestTrail();
    const theirs = await openTestTrail();
    await addProject(theirs.trail, 'x');
    // One that vouches for those before it must be sealed itself.
    await theirs.trail.record(ACTOR, { action: 'audit.restored', resource: 'audit' });
    await addProject(mine.trail, 'a');
    mine.catalog.raw.exec('DROP TRIGGER audit_entry_unchanged; DROP TRIGGER audit_entry_kept');
    mine.catalog.raw.exec('DELETE FROM audit_entry');
    mine.catalog.raw.exec(`ATTACH '${join(theirs.dataDir, 'catalog.db')}' AS theirs;
      INSERT INTO audit_entry SELECT * FROM theirs.audit_entry`);
    expect((await check(mine)).problem).toEqual({
      sequence: 1,
      message: 'Entry 1 was not written by this instance: its seal is wrong.',
    });
  });

  it('takes no entry that is written meanwhile for one of somebody else', async () => {
    const test = await openTestTrail();
    const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
    const writing = Promise.all(names.map((name) => addProject(test.trail, name)));
    const found = await Promise.all(Array.from({ length: 10 }, () => check(test)));
    expect(found.map(({ problem }) => problem)).toEqual(found.map(() => null));
    await writing;
    const { sequence } = test.trail.head;
    expect(await check(test)).toMatchObject({ ok: true, checked: sequence });
  });

  it('misses the head file, and does not believe a changed or foreign one', async () => {
    const test = await openTestTrail();
    const other = await openTestTrail();
    await addProject(test.trail, 'a');
    const head = join(test.dataDir, 'audit-head.json');
    copyFileSync(join(other.dataDir, 'audit-head.json'), head);
    expect((await check(test)).problem?.message).toContain('not of this instance');
    writeFileSync(head, '[]');
    expect((await check(test)).problem?.message).toContain('not readable');
    rmSync(head);
    expect((await check(test)).problem?.message).toBe('The head file is missing.');
    await addProject(test.trail, 'b');
    expect(await check(test)).toMatchObject({ ok: true });
  });

  it('still names a gap after a start that found it', async () => {
    const first = await openTestTrail();
    for (const name of ['a', 'b', 'c']) await addProject(first.trail, name);
    first.catalog.raw.exec('DROP TRIGGER audit_entry_kept');
    first.catalog.raw.exec('DELETE FROM audit_entry WHERE sequence > 2');
    await first.close();
    const again = await openTestTrail(first.dataDir);
    await addProject(again.trail, 'd');
    expect((await check(again)).problem).toEqual({
      sequence: 3,
      message: 'Entries 3 to 4 are missing.',
    });
  });

  it('names what a start found where nothing else shows it', async () => {
    const first = await openTestTrail();
    await addProject(first.trail, 'a');
    await first.close();
    rmSync(join(first.dataDir, 'audit-head.json'));
    const again = await openTestTrail(first.dataDir);
    expect((await check(again)).problem).toMatchObject({
      sequence: 3,
      message: expect.stringContaining('head file was missing'),
    });
  });
});
