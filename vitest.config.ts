import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { bundledWorkers } from './test/support/bundled-workers.ts';

// Threads run from their sources here. Without a cache each of them strips the types of all its modules again, which
// takes longer than most tests do. Keyed by content; what the tests start inherits it.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

interface Project {
  readonly name: string;
  readonly include: string[];
  readonly exclude?: string[];
  /** Whether every file gets a process of its own. Default: yes. */
  readonly isolate?: boolean;
}

/** What they look at is of the whole process: its memory or its time. */
const MEASURING = [
  'test/collector/formats/fuzz.test.ts',
  'test/collector/ingest/slow-and-endless.test.ts',
  'test/collector/redaction/linear-time.test.ts',
];

const projects: readonly Project[] = [
  // Pure functions: starting a process would take ten times as long as what a file of them does.
  { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], isolate: false },
  // Each collector has a folder, ports and threads of its own, and closes them: to load all of its modules again for
  // every file takes as long as half of what the files do.
  {
    name: 'collector',
    include: ['test/collector/**/*.test.ts'],
    exclude: MEASURING,
    isolate: false,
  },
  { name: 'measuring', include: MEASURING },
  { name: 'contract', include: ['test/contract/**/*.test.ts'], isolate: false },
  { name: 'architecture', include: ['test/architecture/**/*.test.ts'] },
  { name: 'faults', include: ['test/faults/**/*.test.ts'] },
  { name: 'clients', include: ['test/clients/**/*.test.ts'] },
];

export default defineConfig({
  plugins: [bundledWorkers()],
  test: {
    // Forks, not threads: better-sqlite3 and worker threads of our own live inside the tests.
    pool: 'forks',
    maxWorkers: 2,
    // Generous: they end at once when all is well, and a machine busy with other things is no failure.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 20_000 } },
    clearMocks: true,
    passWithNoTests: false,
    setupFiles: ['./test/support/fixed-seed.ts'],
    projects: projects.map(({ name, include, exclude = [], isolate = true }) => ({
      extends: true as const,
      test: { name, include, exclude: [...configDefaults.exclude, ...exclude], isolate },
    })),
  },
});
