import { AppError } from '../../../shared/errors.ts';
import { DEFAULT_REPLACEMENT, type Replacement } from './policy.ts';
import { replaceValue } from './replace.ts';
import type { TextRedactor } from './text-redactor.ts';

const NO_KEY = Buffer.alloc(0);

/**
 * Refuses texts to put in place of values in which the same rules find something: each time data is looked at anew,
 * more would be put into them.
 *
 * @param redactor of rules that are on
 * @throws AppError `invalid` that names the text
 */
export function checkTemplates(redactor: TextRedactor): void {
  const { types, rules } = redactor.policy;
  const placed: [type: string, replacement: Replacement][] = [
    ...Object.entries(types),
    ...rules.map(({ type, replacement }): [string, Replacement] => [
      type,
      replacement ?? DEFAULT_REPLACEMENT,
    ]),
  ];
  for (const [type, replacement] of placed) {
    if (replacement.kind !== 'text') continue;
    const text = replaceValue('', type, replacement, NO_KEY);
    const { text: again, hits } = redactor.redact(text, '');
    if (again === text) continue;
    throw new AppError(
      'invalid',
      `The replacement text "${text}" would be redacted again itself (${hits[0]!.type}). Choose one that looks like no such value, such as [{type}].`,
    );
  }
}
