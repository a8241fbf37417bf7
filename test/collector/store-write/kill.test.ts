import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import { killAfterLines } from '../../support/run-and-kill.ts';
import { spanId, spanSegment, traceId } from './span-sketch.ts';
import { storedSpans } from './stored.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
const KILLS = 10;

test('every acknowledged span is there exactly once after kill -9', async () => {
  const dataDir = temporaryFolder();
  const acknowledged: string[] = [];
  for (let run = 0; run < KILLS; run++) {
    // From the first appends to past the first checkpoint.
    const firsts = await killAfterLines(CHILD, [dataDir, String(run)], 1 + run * 9);
    expect(firsts.length).toBeGreaterThan(0);
    for (const first of firsts.map(Number)) {
      for (let id = first; id < first + 40; id++) {
        acknowledged.push(`${traceId(id % 25)}/${spanId(id)}`);
      }
    }
  }
  const stored = storedSpans(dataDir, 'prj_kill');
  const distinct = new Set(stored);
  expect(stored).toHaveLength(distinct.size);
  expect(acknowledged.filter((span) => !distinct.has(span))).toEqual([]);

  // And it goes on: the same spans again are all known.
  const writer = openWriter({ dataDir });
  const sketches = acknowledged.slice(0, 40).map((name) => {
    const [trace, span] = name.split('/') as [string, string];
    return { trace, span };
  });
  const result = await writer.append('prj_kill', spanSegment(sketches));
  expect(result.duplicates).toEqual([40]);
  await writer.close();
});
