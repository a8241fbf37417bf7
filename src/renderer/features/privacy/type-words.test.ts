import { expect, it } from 'vitest';
import { modeMeans, modeState, redactionText } from './type-words.ts';

it('does not say that everything is stored as it arrives where the instance requires kinds', () => {
  expect(redactionText('off', [])).toBe('Redaction is off. Everything is stored as it arrives.');
  expect(redactionText('off', ['IP', 'EMAIL'])).toBe(
    'Redaction is off. Only what the instance requires is replaced: E\u2011mail, IP address.',
  );
  expect(redactionText('on', ['EMAIL'])).toMatch(/^Redaction is on\. What is found is replaced/);
});

it('does not say that nothing is changed where the instance requires kinds', () => {
  expect(modeMeans('detect', [])).toMatch(/Nothing is changed\.$/);
  expect(modeMeans('detect', ['EMAIL'])).toMatch(
    /^What the instance requires is replaced: E\u2011mail\./,
  );
  expect(modeState('detect', [])).toBe('Detect only');
  expect(modeState('off', ['EMAIL'])).toBe('Off, but for required kinds');
  expect(modeState('on', ['EMAIL'])).toBe('Redacting');
});
