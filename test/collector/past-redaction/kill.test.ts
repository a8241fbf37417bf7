import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Clock } from '../../../src/main/collector/clock.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { preparedFolder } from '../../support/prepared-folder.ts';
import { runAndKill } from '../../support/run-and-kill.ts';
import { openForPast } from './open.ts';
import { personalData, sendAll, type PersonalData } from './personal-data.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
const DAY_MS = 86_400_000;
const DAYS = 5;

/** A folder with some days of personal data. */
const storedDays = preparedFolder(async (dataDir) => {
  let now = Date.now() - DAYS * DAY_MS;
  const clock: Clock = { now: () => now };
  const collector = await openForPast({ dataDir, clock });
  const sent: PersonalData[] = [];
  for (let day = 0; day < DAYS; day++, now += DAY_MS) {
    for (const batch of ['a', 'b']) {
      const data = personalData(`d${day}${batch}`, 15);
      sent.push(data);
      await sendAll(collector.url, data);
    }
  }
  const { projectId, confirm } = collector;
  await collector.close();
  return { projectId, confirm, values: sent.flatMap(({ values }) => values) };
});

it.each(['scan', 'rewrite'] as const)(
  'a %s that is killed again and again goes on where it was, and counts everything once',
  async (kind) => {
    const { dataDir, projectId, confirm, values } = await storedDays();
    for (let kills = 0; kills < 5; kills++) {
      // Anywhere between its first step and its end.
      const afterMs = Math.random() * 400;
      await runAndKill(CHILD, [dataDir, projectId, confirm, kind], (soFar, kill) => {
        if (soFar.includes('ended')) kill();
        else setTimeout(kill, afterMs);
      });
    }
    const collector = await openForPast({ dataDir });
    const job = await collector.ended(kind);
    expect(job).toMatchObject({ state: 'done', found: values.length, failures: [] });
    expect(job.records.done).toBe(job.records.total);
    const { spanCount } = await collector.client.projects.get({ projectId });
    expect(spanCount).toBe(DAYS * 2 * 15);
    if (kind === 'rewrite') {
      expect(storedTexts(dataDir, values)).toEqual([]);
      expect(await collector.scan()).toMatchObject({ state: 'done', found: 0 });
    }
    const { entries } = await collector.client.audit.list({ action: `redaction.${kind}_*` });
    const actions = entries.map(({ action }) => action).filter((name) => name.includes(kind));
    expect(actions.filter((name) => name.endsWith('finished')).length).toBeGreaterThan(0);
    const { checks } = await collector.client.collector.doctor();
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
  },
);
