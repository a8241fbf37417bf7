import { existsSync, readFileSync } from 'node:fs';

/**
 * What V8 prints when it has lost track of the pages it compiles into, as threads come and go at the same moment: a
 * fault of the runtime (https://github.com/nodejs/node/issues/64500) that ends the process of one test file.
 */
const LOST_PAGE =
  /Check failed: (?:jit_page\.has_value\(\)|jit_page_->allocations_\.erase\(addr\) == 1)/g;

interface Report {
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** A run in which nothing failed but the runtime. */
export interface RuntimeCrash {
  /** Files whose process died before all of their tests had a result. */
  readonly files: readonly string[];
  /** Tests that passed in the other files. */
  readonly passed: number;
}

/**
 * Finds the files that the runtime did not finish; undefined when it finished all, or when anything else failed too.
 *
 * @param output everything that was printed
 */
export function runtimeCrash(reportFile: string, output: string): RuntimeCrash | undefined {
  const deaths = output.match(LOST_PAGE)?.length ?? 0;
  if (deaths === 0 || !existsSync(reportFile)) return undefined;
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const failed = report.testResults.filter(({ status }) => status === 'failed');
  const cut = failed.filter(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'pending'),
  );
  if (report.numFailedTests > 0 || failed.length > cut.length || cut.length > deaths) {
    return undefined;
  }
  const others = report.testResults.filter((result) => !cut.includes(result));
  const passed = others
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length;
  return { files: cut.map(({ name }) => name), passed };
}
