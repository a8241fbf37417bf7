import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { printQuery } from '../../../src/shared/query/print.ts';
import { SPAN_FIELDS, TRACE_FIELDS } from '../../../src/shared/query/fields.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/filter.md'), 'utf8');
const examples = [...guide.matchAll(/```filter\n([^`]*)```/g)].flatMap(([, block]) =>
  block!.split('\n').filter((line) => line !== ''),
);

it('every example of docs/filter.md is answered, and reads back as it is printed', async () => {
  const { client } = await openTestCollector();
  const { project } = await client.projects.create({ name: 'Examples' });
  expect(examples.length).toBeGreaterThan(8);
  for (const query of examples) {
    const printed = printQuery(parseQuery(query));
    expect(printQuery(parseQuery(printed))).toBe(printed);
    const page = await client.traces.list({ projectId: project.id, filter: { query } });
    expect(page.totals.traces).toBe(0);
  }
});

it('docs/filter.md names every field', () => {
  const missing = [...Object.keys(TRACE_FIELDS), ...Object.keys(SPAN_FIELDS)].filter(
    (name) => !guide.includes(`${name}\``),
  );
  expect(missing).toEqual([]);
});
