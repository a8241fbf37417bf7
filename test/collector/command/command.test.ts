import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve } from '../../support/run-command.ts';
import { newTraceId } from '../../support/ids.ts';

const json = (text: string) => JSON.parse(text);
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('spanward', () => {
  it('serves, is administered while it runs, and stops cleanly', async () => {
    const folder = createTestFolder();
    const running = await serve(folder);
    expect(running.ready).toMatchObject({
      event: 'ready',
      pid: running.child.pid,
      version: expect.any(String),
    });
    const at = ['--data-dir', folder, '--json'];

    const created = json(
      (await runCommand('project', 'create', 'Shop', '--description', 'Web', ...at)).stdout,
    );
    expect(created).toMatchObject({
      project: { name: 'Shop', description: 'Web' },
      key: { scopes: ['ingest'] },
    });
    const traceId = newTraceId();
    const request = exportRequest(
      [{ traceId, name: 'checkout', error: true, durationMs: 2000 }],
      'shop-api',
    );
    const response = await postTraces(running.ready.otlpHttp, request, {
      'x-api-key': created.key.secret,
    });
    expect(response.status).toBe(200);

    const all = lines(
      (await runCommand('traces', '--project', 'Shop', '--since', '1h', ...at)).stdout,
    );
    expect(all).toMatchObject([
      { traceId, name: 'checkout', status: 'error', service: 'shop-api' },
    ]);
    const filter = ['--filter', 'status = error and duration > 1.5s and service = shop-api'];
    expect(
      lines((await runCommand('traces', '--project', 'Shop', ...filter, ...at)).stdout),
    ).toHaveLength(1);
    expect(
      (await runCommand('traces', '--project', 'Shop', '--filter', 'status = ok', ...at)).stdout,
    ).toBe('');

    const trace = json((await runCommand('trace', traceId, '--project', 'Shop', ...at)).stdout);
    expect(trace.resourceSpans[0].scopeSpans[0].spans[0]).toMatchObject({
      traceId,
      name: 'checkout',
    });

    const second = json(
      (
        await runCommand(
          'key',
          'create',
          '--project',
          'Shop',
          '--pair',
          '--scope',
          'read',
          '--scope',
          'ingest',
          '--expires',
          '30d',
          ...at,
        )
      ).stdout,
    );
    expect(second.key).toMatchObject({
      kind: 'pair',
      scopes: ['read', 'ingest'],
      publicKey: expect.stringMatching(/^spw_pub_/),
    });
    const rotated = json(
      (await runCommand('key', 'rotate', second.key.id, '--overlap', '1h', ...at)).stdout,
    );
    expect(rotated.old.replacedBy).toBe(rotated.key.id);
    await runCommand('key', 'revoke', created.key.id, ...at);
    const refused = await postTraces(running.ready.otlpHttp, request, {
      'x-api-key': created.key.secret,
    });
    expect(refused.status).toBe(401);
    const { keys } = json((await runCommand('key', 'list', '--project', 'Shop', ...at)).stdout);
    expect(keys).toHaveLength(3);
    expect(JSON.stringify(keys)).not.toContain(second.key.secret);

    const doctor = json((await runCommand('doctor', ...at)).stdout);
    expect(doctor).toMatchObject({ healthy: true });
    const checked = doctor.checks.map((check: { name: string }) => check.name);
    expect(checked).toEqual(
      expect.arrayContaining(['permissions', 'catalog.db', expect.stringContaining('/traces/')]),
    );
    expect(await running.stop()).toBe(0);
  });

  it('works on a folder by itself: import, list, export, import again', async () => {
    const folder = createTestFolder();
    const at = ['--data-dir', folder, '--json'];
    const file = join(folder, 'in.jsonl');
    const traceId = newTraceId();
    const line = JSON.stringify(
      exportRequest([
        { traceId, name: 'one' },
        { traceId, name: 'two' },
      ]),
    );
    writeFileSync(
      file,
      `${line}\n{"broken\n${JSON.stringify(exportRequest([{ name: 'three' }]), null, 2)}\n`,
    );
    const first = await runCommand('import', '--project', 'Default Project', file, ...at);
    expect(first.code).toBe(1);
    expect(json(first.stdout)).toMatchObject({
      accepted: 3,
      duplicates: 0,
      rejected: 0,
      problemCount: 1,
      problems: [{ line: 2, records: 0 }],
    });

    const out = join(folder, 'out.jsonl');
    expect(
      (await runCommand('export', '--project', 'Default Project', '-o', out, ...at)).code,
    ).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain(traceId);
    // What is no ordinary file is written to as it is.
    const away = ['export', '--project', 'Default Project', '-o', '/dev/null', ...at];
    expect(json((await runCommand(...away)).stdout)).toMatchObject({ records: 3 });
    const again = json(
      (await runCommand('import', '--project', 'Default Project', out, ...at)).stdout,
    );
    expect(again).toMatchObject({ accepted: 0, duplicates: 3, rejected: 0 });
    expect(
      lines((await runCommand('traces', '--project', 'Default Project', ...at)).stdout),
    ).toHaveLength(2);
    // A workspace is made for what can be read.
    const opened = json((await runCommand('open', out, ...at)).stdout);
    expect(opened).toMatchObject({ accepted: 3, workspaceId: expect.any(String) });
    const gone = await runCommand('open', join(folder, 'gone.jsonl'), ...at);
    expect(gone.code).toBe(1);
    const error = 'it does not exist.';
    expect(json(gone.stdout)).toEqual({ file: join(folder, 'gone.jsonl'), error });
  });

  it('lets one process write a folder', async () => {
    const folder = createTestFolder();
    const running = await serve(folder);
    const second = await runCommand(
      'serve',
      '--data-dir',
      folder,
      '--port',
      '0',
      '--grpc-port',
      '0',
      '--console-port',
      '0',
    );
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`is open in process ${running.ready.pid}`);
  });

  it('opens the folder of an instance that was killed', async () => {
    const folder = createTestFolder();
    const running = await serve(folder);
    const traceId = newTraceId();
    expect((await postTraces(running.ready.otlpHttp, exportRequest([{ traceId }]))).status).toBe(
      200,
    );
    await running.stop('SIGKILL');
    const found = await runCommand(
      'traces',
      '--project',
      'Default Project',
      '--data-dir',
      folder,
      '--json',
    );
    expect(lines(found.stdout)).toMatchObject([{ traceId }]);
  });

  it('fails with code 2 and one line when a named port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void blocker.close());
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    const result = await runCommand(
      'serve',
      '--data-dir',
      createTestFolder(),
      '--port',
      String(port),
    );
    expect(result.code).toBe(2);
    expect(result.stderr.trim().split('\n')).toEqual([expect.stringContaining(`Port ${port}`)]);
  });

  it.each([
    [['serve', '--port', 'abc'], '--port "abc" is not a port'],
    [['serve', '--allowed-host', '*.corp'], '--allowed-host "*.corp" is not a host name'],
    [['traces'], "required option '--project"],
    [['traces', '--projct', 'Shop'], "unknown option '--projct'\n(Did you mean --project?)"],
    [['help', 'key', 'creat'], "unknown command 'creat'\n(Did you mean create?)"],
    [['key', 'create', '--project', 'Default Project', '--allow', '300.1.1.1'], '--allow: Not an'],
    [['key', 'rotate', 'none'], 'spanward: Not a key id.'],
    [['key', 'create', '--project', 'Default Project', '--expires', 'soon'], 'is not a duration'],
    [['nonsense'], "unknown command 'nonsense'"],
    [['traces', '--project', 'Default Project', '--filter', 'status = maybe'], 'ok or error'],
  ])('answers wrong use with code 2: %j', async (args, message) => {
    const result = await runCommand(...args, '--data-dir', createTestFolder());
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
  });

  it('makes no data folder for what looks at one or saves it', async () => {
    const folder = join(createTestFolder(), 'mistyped');
    for (const args of [['doctor'], ['backup', `${folder}.tar`], ['traces', '--project', 'Shop']]) {
      const result = await runCommand(...args, '--data-dir', folder);
      expect([result.code, result.stdout]).toEqual([2, '']);
      expect(result.stderr).toContain(`There is no data folder ${folder}.`);
      expect([existsSync(folder), existsSync(`${folder}.tar`)]).toEqual([false, false]);
    }
    expect((await runCommand('project', 'create', 'Shop', '--data-dir', folder)).code).toBe(0);
    expect((await runCommand('doctor', '--data-dir', folder)).code).toBe(0);
  });

  it('names the projects there are when one is not found', async () => {
    const result = await runCommand(
      'traces',
      '--project',
      'Nope',
      '--data-dir',
      createTestFolder(),
    );
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('There are: "Default Project"');
  });
});
