import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CHECKOUT } from './runtime/cache-folder.ts';

/** Lines of a failure's message that are worth repeating; the rest stands further up, where it happened. */
const LINES = 6;

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly ok: boolean;
    readonly tests: readonly {
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
    }[];
  }[];
}

/** The failed tests of a Vitest JSON report, each as text: file, name and the first lines of its message. */
export function vitestFailures(file: string): readonly string[] {
  const results = read<VitestReport>(file)?.testResults ?? [];
  return results
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      const path = relative(CHECKOUT, name);
      if (failed.length === 0) return [describe(path, 'the file itself', [message])];
      return failed.map((test) => describe(path, test.fullName, test.failureMessages ?? []));
    });
}

/** The failed tests of a Playwright JSON report, each as text. */
export function playwrightFailures(file: string): readonly string[] {
  const report = read<PlaywrightSuite>(file);
  return report === undefined ? [] : failedSpecs(report);
}

function failedSpecs({ suites = [], specs = [] }: PlaywrightSuite): readonly string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      const messages = errors.map(({ message = '' }) => message);
      return describe(file, title, messages);
    });
  return [...own, ...suites.flatMap(failedSpecs)];
}

function describe(file: string, title: string, messages: readonly string[]): string {
  const lines = stripVTControlCharacters(messages.join('\n')).split('\n').slice(0, LINES);
  return [`${file} > ${title}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

function read<Report>(file: string): Report | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}
