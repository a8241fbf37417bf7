import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openTestCollector, type TestCollector } from '../support/open-test-collector.ts';
import { openFakeOpenAi } from './support/fake-openai.ts';
import { defaultProject, listTraces } from './support/seen-trace.ts';

const GUIDE = readFileSync(new URL('../../docs/connect.md', import.meta.url), 'utf8');
const BLOCKS = [...GUIDE.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!);

/** What to run after a block of the guide has set its variables. */
const PROGRAMS = [
  { mark: 'OTEL_', program: 'sdk-node/program.mjs' },
  { mark: 'LANGFUSE_', program: 'programs/langfuse.mjs' },
  { mark: 'PHOENIX_', program: 'programs/openinference.mjs' },
  { mark: 'curl', program: undefined },
];

/** Does what a block says with the address and a key of a collector; returns the names of the traces that came of it. */
async function follow(collector: TestCollector, block: string, openAi: string): Promise<string[]> {
  const name = block.slice(0, 60).replaceAll('\n', ' ');
  const { project, key } = await collector.client.projects.create({ name });
  const { program } = PROGRAMS.find(({ mark }) => block.includes(mark))!;
  const text = block
    .replaceAll('http://127.0.0.1:4318', collector.url)
    .replaceAll('http://127.0.0.1:4317', collector.grpcUrl)
    .replaceAll('spw_...', key.secret);
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const run = program === undefined ? '' : `node '${join(import.meta.dirname, program)}'`;
  const env = { PATH: path, OPENAI_BASE_URL: openAi };
  await promisify(execFile)('sh', ['-ec', `${text}\n${run}`], { env });
  return (await listTraces(collector, project.id)).map(({ name }) => name);
}

it.skipIf(process.platform === 'win32')(
  'what the guide to connecting says works as it is written, with a real address and key',
  async () => {
    const collector = await openTestCollector();
    const openAi = await openFakeOpenAi();
    const seen = await Promise.all(BLOCKS.map((block) => follow(collector, block, openAi)));
    expect(seen).toEqual([
      ['POST /orders'],
      ['POST /orders'],
      ['support chat'],
      ['answer question'],
      ['hello'],
    ]);
    expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);
  },
);
