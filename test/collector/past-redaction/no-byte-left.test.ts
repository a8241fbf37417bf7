import { expect, test } from 'vitest';
import { exportText } from '../../support/files.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { openForPast } from './open.ts';
import { personalData, sendAll } from './personal-data.ts';

test('after a rewrite no file holds a byte of what was found, and no reader answers it', async () => {
  const { client, projectId, url, dataDir, scan, rewrite, log } = await openForPast();
  const data = personalData('ze');
  await sendAll(url, data);
  expect(data.values.length).toBeGreaterThan(100);
  // Lists and traces are in the memory of readers before.
  expect((await client.traces.list({ projectId, filter: {} })).traces[0]!.user).toContain('@');
  // A search that could not find them would prove nothing.
  const missed = () => {
    const found = storedTexts(dataDir, data.values).join(' ');
    return data.values.filter((value) => !found.includes(value));
  };
  expect(missed()).toEqual([]);

  const report = await scan();
  expect(report).toMatchObject({ state: 'done', isByPresentRules: true, failures: [] });
  expect(report.byType).toEqual([{ type: 'EMAIL', count: report.found }]);
  expect(report.records.done).toBe(report.records.total);
  // Resources and scopes are counted once in each day, and each value was sent once.
  expect(report.found).toBe(data.values.length);
  expect(JSON.stringify(report)).not.toContain('people-ze');
  expect(missed()).toEqual([]);

  const done = await rewrite();
  expect(done).toMatchObject({ state: 'done', found: report.found, failures: [] });
  expect(done.rows).toEqual(report.rows);
  expect(storedTexts(dataDir, [...data.values, 'people-ze'])).toEqual([]);
  expect(log.lines.join('\n')).not.toContain('people-ze');

  const { traces } = await client.traces.list({ projectId, filter: {} });
  expect(traces).toMatchObject([
    { user: '[EMAIL]', session: '[EMAIL]', service: 'service of [EMAIL]', spanCount: 6 },
  ]);
  const answers = [
    traces,
    await client.traces.facets({ projectId, filter: {} }),
    await exportText(client, projectId),
  ];
  expect(JSON.stringify(answers)).not.toContain('people-ze');
  expect(JSON.stringify(answers)).toContain('[EMAIL]');
  const again = await scan();
  expect(again).toMatchObject({ state: 'done', found: 0, rows: [] });
});
