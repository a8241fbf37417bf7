import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runAndKill } from '../../support/run-and-kill.ts';
import { list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';
import { randomText } from './grep-folder.ts';

const CHILD = fileURLToPath(new URL('./pack-child.ts', import.meta.url));
const DAY = '2026-11-20';
const SPANS = 160;
/** Kills before it is left to come to its end. */
const KILLS = 8;

const span = (n: number) =>
  spanSegment([
    { trace: traceId(n % 50), span: spanId(n), attributes: { text: randomText(60_000 + n) } },
  ]);

test('killed again and again at random points, packing loses nothing and comes to its end', async () => {
  const first = await openTestStore();
  const { dataDir } = first;
  for (let n = 0; n < SPANS; n++) await first.store.append(PROJECT, span(n));
  const before = await list(first.store);
  await first.store.close();
  let seed = 20_261_121;
  for (let kill = 0; kill <= KILLS; kill++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const afterMs = kill === KILLS ? Infinity : (seed >>> 8) % 500;
    const said = await runAndKill(CHILD, [dataDir, PROJECT, DAY], (soFar, end) => {
      if (soFar.includes('packed')) end();
      else if (Number.isFinite(afterMs)) setTimeout(end, afterMs);
    });
    const { store } = await openTestStore(dataDir);
    expect(await list(store)).toEqual(before);
    expect((await store.check()).filter(({ state }) => state !== 'ok')).toEqual([]);
    const [day] = await store.days.list(PROJECT);
    expect(day).toMatchObject({ records: SPANS });
    if (said.includes('packed')) expect(day!.packed).toMatchObject({ records: SPANS });
    await store.close();
  }
  const { store } = await openTestStore(dataDir);
  expect((await store.append(PROJECT, span(7))).duplicates).toEqual([1]);
});
