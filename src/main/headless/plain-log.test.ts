import { expect, it } from 'vitest';
import { describeEvent } from './plain-log.ts';

it.each([
  ['retention.held', { reason: 'x', forMs: 3_599_999 }, /^The clock .* for 60 minutes\.$/],
  ['disk.low', { freeBytes: 1_500_000_000 }, /getting full: 1\.5 GB are free\.$/],
  ['store_warning', { message: 'The file is gone.' }, 'The file is gone.'],
  [
    'retention.sweep-failed',
    { projectId: 'prj_1', name: 'TypeError', frames: 'at x' },
    'Retention sweep failed (projectId prj_1, name TypeError).',
  ],
  [
    'audit.anchor-failed',
    { sequence: 4, reason: 'no room' },
    'Audit anchor failed (sequence 4): no room',
  ],
])('says of %s with %j a sentence', (event, fields, said) => {
  expect(describeEvent(event, fields)).toMatch(said);
});
