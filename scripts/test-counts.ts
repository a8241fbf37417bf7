import { existsSync, readFileSync } from 'node:fs';

/** How a phase of the test run ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
  };
  readonly errors: readonly unknown[];
}

/** A phase without countable tests: only its failure counts. */
export function countExit(code: number): Counts {
  return { passed: 0, failed: code === 0 ? 0 : 1 };
}

/** Counts of a Vitest JSON report; a file that does not even load is one failure. */
export function countVitest(file: string, code: number): Counts {
  const report = read<VitestReport>(file);
  if (report === undefined) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  ).length;
  return withExit({ passed: report.numPassedTests, failed: report.numFailedTests + broken }, code);
}

/** Counts of a Playwright JSON report; a test that passed only when repeated is a failure. */
export function countPlaywright(file: string, code: number): Counts {
  const report = read<PlaywrightReport>(file);
  if (report === undefined) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return withExit({ passed: expected, failed: unexpected + flaky }, code);
}

export function sum(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((total, counts) => total + counts.passed, 0),
    failed: all.reduce((total, counts) => total + counts.failed, 0),
  };
}

// A runner that ends badly without naming a failed test (a leak, no tests found, a broken config) has failed.
function withExit(counts: Counts, code: number): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function read<Report>(file: string): Report | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}
