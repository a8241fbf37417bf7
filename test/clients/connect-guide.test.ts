import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openTestCollector } from '../support/open-test-collector.ts';
import { openFakeOpenAi } from './support/fake-openai.ts';
import { defaultProject, listTraces } from './support/seen-trace.ts';

const GUIDE = readFileSync(new URL('../../docs/connect.md', import.meta.url), 'utf8');
const BLOCKS = [...GUIDE.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!);

/** What to run after a block of the guide has set its variables, and the trace that comes of it. */
const PROGRAMS = [
  { mark: 'OTEL_', program: 'sdk-node/program.mjs', trace: 'POST /orders' },
  { mark: 'LANGFUSE_', program: 'programs/langfuse.mjs', trace: 'support chat' },
  { mark: 'PHOENIX_', program: 'programs/openinference.mjs', trace: 'answer question' },
  { mark: 'curl', program: undefined, trace: 'hello' },
];

function firstLine(block: string): string {
  return block.split('\n').find((line) => !line.startsWith('#'))!;
}

describe.skipIf(process.platform === 'win32')('the guide to connecting', () => {
  it('has a block for each of them', () => {
    for (const { mark } of PROGRAMS) expect(BLOCKS.join()).toContain(mark);
  });

  it.each(BLOCKS.map((block) => [firstLine(block), block]))(
    '%s ... works as written',
    async (_line, block) => {
      const collector = await openTestCollector();
      const { project, key } = await collector.client.projects.create({ name: 'Guide' });
      const { program, trace } = PROGRAMS.find(({ mark }) => block.includes(mark))!;
      const text = block
        .replaceAll('http://127.0.0.1:4318', collector.url)
        .replaceAll('http://127.0.0.1:4317', collector.grpcUrl)
        .replaceAll('spw_...', key.secret);
      const env = {
        PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        OPENAI_BASE_URL: await openFakeOpenAi(),
      };
      const run = program === undefined ? '' : `node '${join(import.meta.dirname, program)}'`;
      await promisify(execFile)('sh', ['-ec', `${text}\n${run}`], { env });
      const traces = await listTraces(collector, project.id);
      expect(traces.map(({ name }) => name)).toEqual([trace]);
      expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);
    },
  );
});
