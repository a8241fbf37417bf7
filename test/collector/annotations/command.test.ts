import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve } from '../../support/run-command.ts';
import { newTraceId } from '../../support/ids.ts';

it('pins, tags, notes and scores a trace, and shows what is said of it', async () => {
  const folder = createTestFolder();
  const { ready } = await serve(folder);
  const traceId = newTraceId();
  await postTraces(ready.otlpHttp, exportRequest([{ traceId }]));
  const run = (...args: string[]) =>
    runCommand('annotate', ...args, '--project', 'Default Project', '--data-dir', folder);
  expect((await run('pin', traceId)).stdout).toContain('1 pinned');
  expect((await run('tag', traceId, '--add', 'bug', 'new')).stdout).toContain('2 changed');
  expect((await run('tag', traceId, '--remove', 'new')).stdout).toContain('1 changed');
  expect((await run('note', traceId, 'Slow since Monday')).stdout).toContain('Noted');
  expect((await run('score', traceId, '--name', 'ok', '--value', 'true')).code).toBe(0);
  expect(JSON.parse((await run('show', traceId, '--json')).stdout)).toMatchObject({
    pin: { author: { kind: 'local' } },
    tags: [{ name: 'bug' }],
    notes: [{ text: 'Slow since Monday' }],
    scores: [{ name: 'ok', value: true }],
  });
  const nothing = await run('tag', traceId);
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain('--add or --remove');
  expect((await run('pin', newTraceId())).stderr).toContain('There is no trace');
});
