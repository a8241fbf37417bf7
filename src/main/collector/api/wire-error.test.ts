import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { toWireError } from './wire-error.ts';

it.each([
  ['SQLITE_IOERR_SHORT_READ', /^catalog\.db .* cannot be read \(SQLITE_IOERR_SHORT_READ\)/],
  ['SQLITE_CANTOPEN', /^catalog\.db .* cannot be read/],
  ['SQLITE_FULL', /^The disk of the data folder is full/],
])('a catalog that the disk keeps from being used (%s) is named, with what to do', (code, told) => {
  const reported: unknown[] = [];
  const error = new Database.SqliteError('of the disk', code);
  expect(toWireError(error, (bug) => reported.push(bug))).toMatchObject({
    code: 'unavailable',
    status: 503,
    message: expect.stringMatching(told),
  });
  expect(reported).toEqual([error]);
});

it('what else is wrong with it is told by an id of the log', () => {
  const wire = toWireError(new Database.SqliteError('secret', 'SQLITE_ERROR'), () => {});
  expect(wire).toMatchObject({ code: 'internal', message: expect.not.stringContaining('secret') });
});
