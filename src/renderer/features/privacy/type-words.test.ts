import { expect, it } from 'vitest';
import { redactionText } from './type-words.ts';

it('does not say that everything is stored as it arrives where the instance requires kinds', () => {
  expect(redactionText('off', [])).toBe('Off. Everything is stored as it arrives.');
  expect(redactionText('off', ['EMAIL', 'IP'])).toBe(
    'Off, but for what the instance requires: E-mail, IP address.',
  );
  expect(redactionText('on', ['EMAIL'])).toMatch(/^Redact\. What is found is replaced/);
});
