import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { bundledWorkers } from './test/support/bundled-workers.ts';

// Threads run from their sources here. Without a cache each of them strips the types of all its modules again, which
// takes longer than most tests do. Keyed by content; what the tests start inherits it.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

interface Project {
  readonly name: string;
  readonly include: string[];
  /** Whether every file gets a process of its own. Default: yes, as most start threads and listen. */
  readonly isolate?: boolean;
}

const projects: readonly Project[] = [
  // Pure functions: starting a process would take ten times as long as what a file of them does.
  { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], isolate: false },
  { name: 'collector', include: ['test/collector/**/*.test.ts'] },
  { name: 'contract', include: ['test/contract/**/*.test.ts'] },
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
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Generous: a poll ends at once when all is well, and a machine busy with other things is no failure.
    expect: { poll: { timeout: 20_000 } },
    clearMocks: true,
    passWithNoTests: false,
    setupFiles: ['./test/support/fixed-seed.ts'],
    projects: projects.map(({ name, include, isolate = true }) => ({
      extends: true as const,
      test: { name, include, isolate },
    })),
  },
});
