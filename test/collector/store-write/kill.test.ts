import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import { spanId, spanSegment, traceId } from './span-sketch.ts';
import { storedSpans } from './stored.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
const KILLS = 10;

/** Runs the child until it has acknowledged `appends`, kills it, and returns the first id of each one. */
function runAndKill(dataDir: string, run: number, appends: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, dataDir, String(run)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').length > appends) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error('the child ended by itself'));
      else resolve(text.split('\n').slice(0, -1).map(Number));
    });
  });
}

test('every acknowledged span is there exactly once after kill -9', async () => {
  const dataDir = temporaryFolder();
  const acknowledged: string[] = [];
  for (let run = 0; run < KILLS; run++) {
    // From the first appends to past the first checkpoint.
    const firsts = await runAndKill(dataDir, run, 1 + run * 15);
    expect(firsts.length).toBeGreaterThan(0);
    for (const first of firsts) {
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
}, 120_000);
