import {
  RETAINED_SIGNALS,
  type RetainedSignal,
  type RetentionRules,
  type SignalRule,
} from '../../../shared/contract/retention.ts';
import { readLimit } from '../usage/limit-fields.ts';

/** Rules as they were written, or what is wrong with them. */
export type ReadRules =
  | { readonly rules: Omit<RetentionRules, 'legalHold'> }
  | { readonly problem: string; /** Its name. */ readonly field: string };

/** Reads the fields of the form; `valueOf` gives the text of one by name. */
export function readRules(valueOf: (name: string) => string): ReadRules {
  const problems: { problem: string; field: string }[] = [];
  const limit = (name: string, what: string, example?: string): number | null => {
    const read = readLimit(valueOf(name), example);
    if ('limit' in read) return read.limit;
    problems.push({ problem: `${what}: ${read.problem}`, field: name });
    return null;
  };
  const signals = Object.fromEntries(
    RETAINED_SIGNALS.map((signal): [RetainedSignal, SignalRule] => [
      signal,
      {
        days: limit(`${signal}.days`, `Days of ${signal}`, '30'),
        bytes: limit(`${signal}.bytes`, `Bytes of ${signal}`, '2 GB'),
        records: limit(`${signal}.records`, `Records of ${signal}`, '50,000'),
      },
    ]),
  ) as Record<RetainedSignal, SignalRule>;
  const errorDays = limit('errorDays', 'Days of errors', '90');
  const pinnedDays = limit('pinnedDays', 'Days of pinned traces', '90');
  const environments = valueOf('environments')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^(.+?)\s+(\d{1,5})$/.exec(line);
      if (!match) {
        const problem = `Write an environment and its days, such as "dev 7": "${line}".`;
        problems.push({ problem, field: 'environments' });
      }
      return { environment: match?.[1] ?? line, days: Number(match?.[2] ?? 1) };
    });
  if (problems.length > 0) return problems[0]!;
  return { rules: { ...signals, errorDays, pinnedDays, environments } };
}

/** Environments as {@link readRules} reads them. */
export function writeEnvironments(environments: RetentionRules['environments']): string {
  return environments.map(({ environment, days }) => `${environment} ${days}`).join('\n');
}
