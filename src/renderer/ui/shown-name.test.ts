import { expect, it } from 'vitest';
import { shownName } from './shown-name.ts';

it('what has no name, or one that nobody could see, is called so', () => {
  expect(['', '  \t', 'GET /', ' a '].map(shownName)).toEqual([
    'unnamed',
    'unnamed',
    'GET /',
    ' a ',
  ]);
});
