import { expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { encodeTraceParts } from '../segment/trace-parts-codec.ts';
import { modelParts } from '../../../../../test/collector/store-read/model-spans.ts';
import { DataFiles } from './data-files.ts';
import { ProjectIndex } from './project-index.ts';

const spanOf = (n: number) => ({
  trace: n.toString(16).padStart(32, '0'),
  startUs: n,
  durationUs: 1,
  error: false,
  root: true,
  name: 'work',
  service: 'api',
  environment: '',
  release: '',
  provider: '',
  model: '',
  session: '',
  user: '',
  usage: 'none' as const,
  inputTokens: 0,
  outputTokens: 0,
  cost: Number.NaN,
});

const partsOf = (n: number): Uint8Array => encodeTraceParts(modelParts([spanOf(n)])).slice();

test("the writer's notices are taken in order, without a file being read, and never twice", () => {
  const log = createLog(() => undefined);
  const project = new ProjectIndex('prj_1', new DataFiles({ dataDir: '/nowhere' }), log);
  project.take('2026-11-20', 1, partsOf(1));
  expect(project.index.count).toBe(1);
  project.take('2026-11-20', 1, partsOf(1));
  expect(project.index.totals.traces).toBe(1);
  // The one before it is missing, so this one waits to be read from the file.
  project.take('2026-11-20', 3, partsOf(3));
  expect(project.index.count).toBe(1);
  project.take('2026-11-20', 2, partsOf(2));
  project.take('2026-11-21', 1, partsOf(4));
  expect(project.index.count).toBe(3);
  expect(project.outdated).toBe(true);
});
