import { setImmediate } from 'node:timers/promises';
import type { RuleFinder } from './custom-rule.ts';
import type { ActivePolicy } from './policy.ts';
import type { TextRedactor } from './text-redactor.ts';

/** Rules are compiled for so long at a time, ms, and a rule more. */
const SLICE_MS = 10;

/**
 * The redactor of a policy, made between other work of the thread: as many and as long rules as a project may have take
 * 0.3 s to compile, for which the collector would answer nobody.
 *
 * @throws AppError `invalid` for a rule that cannot be used
 */
export async function slicedRedactor(policy: ActivePolicy): Promise<TextRedactor> {
  // Loaded with the first rules that anybody has.
  const { compileRule } = await import('./custom-rule.ts');
  const { TextRedactor } = await import('./text-redactor.ts');
  const rules: RuleFinder[] = [];
  let endMs = performance.now() + SLICE_MS;
  for (const rule of policy.rules) {
    rules.push(compileRule(rule));
    if (performance.now() < endMs) continue;
    await setImmediate();
    endMs = performance.now() + SLICE_MS;
  }
  return new TextRedactor(policy, rules);
}
