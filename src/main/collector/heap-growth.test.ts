import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('is known to the engine, which would say so otherwise', () => {
  const module = new URL('heap-growth.ts', import.meta.url).href;
  const script = `import { letHeapsGrow } from '${module}'; letHeapsGrow(); console.log('done');`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('done\n');
  expect(stderr).toBe('');
});
