import { expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';

// The catalog changes through AuditTrail.change alone, so that nothing changes without an audit entry. Reading is all
// that `catalog.db` can do by its type; this test keeps the ways around it closed.

const files = readSourceFiles('src/main').filter(
  ({ path }) => !path.endsWith('.test.ts') && !/collector\/(?:store|bench)\//.test(path),
);

/** Who calls a method that writes, as `file: receiver`. */
function receiversOf(pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => `${path}: ${match[1]}`),
  );
}

it('tables are written in a transaction', () => {
  const writes = receiversOf(
    /([\w.#]+)\s*\.(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(/g,
  );
  expect(writes.length).toBeGreaterThan(5);
  expect(writes.filter((write) => !write.endsWith(': tx'))).toEqual([]);
});

it('the audit trail alone opens transactions, and listed bookkeepers', () => {
  expect(receiversOf(/([\w.#]+)\s*\.transaction\(\)/g)).toEqual([
    'src/main/collector/audit/audit-trail.ts: this.#options.catalog.writer',
    'src/main/collector/audit/audit-trail.ts: this.#options.catalog.writer',
    // How keys were used is no change anybody made.
    'src/main/collector/keys/write-uses.ts: catalog.writer',
    // Nor is that rows of sessions are cleared away long after they ended.
    'src/main/collector/people/purge-sessions.ts: catalog.writer',
    // Nor is when a session was last used.
    'src/main/collector/people/session-service.ts: this.#catalog.writer',
    // Nor is how often something was redacted, and that old counts are forgotten.
    'src/main/collector/redaction/hourly-counts.ts: catalog.writer',
    'src/main/collector/redaction/hourly-counts.ts: catalog.writer',
    // Nor is how much of a deletion is done.
    'src/main/collector/retention/deletion-progress.ts: writer',
    'src/main/collector/retention/deletion-row.ts: writer',
    // Nor is what the time is.
    'src/main/collector/retention/kept-clock.ts: this.#catalog.writer',
    // Nor is what a sweep has removed: it is audited once it is over.
    'src/main/collector/retention/sweep-journal.ts: writer',
    // Nor is what was stored on a day, and that old days are forgotten.
    'src/main/collector/usage/write-usage.ts: catalog.writer',
    'src/main/collector/usage/write-usage.ts: catalog.writer',
    // Nor is how far redaction of stored data is, and what it found in the notes of a project.
    'src/main/collector/redaction/past/job-rows.ts: catalog.writer',
    'src/main/collector/redaction/past/job-rows.ts: catalog.writer',
    // Nor that names which the counts have kept are redacted as well.
    'src/main/collector/redaction/past/scrub-counts.ts: catalog.writer',
  ]);
});

it('no statement reaches the catalog past the query builder, outside its own folder', () => {
  const outside = receiversOf(/(\braw)\s*\.(?:exec|prepare|transaction|pragma)\(/g).filter(
    (use) => !use.startsWith('src/main/collector/catalog/'),
  );
  expect(outside).toEqual([]);
});
