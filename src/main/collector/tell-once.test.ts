import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { tellOnce } from './tell-once.ts';

test('failures in a row are told once, that it works again too, and then the next failure', async () => {
  const events: string[] = [];
  const log = createLog((line) => events.push((JSON.parse(line) as { event: string }).event));
  const turns = ['fails', 'fails', 'works', 'works', 'fails'];
  const [run, onError] = tellOnce(log, 'keys.flush', async () => {
    if (turns.shift() === 'fails') throw new Error('disk full');
  });
  for (let turn = 0; turn < 5; turn++) await run().catch(onError);
  expect(events).toEqual(['keys.flush-failed', 'keys.flush-works-again', 'keys.flush-failed']);
});
