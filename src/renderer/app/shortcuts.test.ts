import { expect, it } from 'vitest';
import { chordOf } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}): string =>
  chordOf({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  } as KeyboardEvent);

it.skipIf(navigator.userAgent.includes('Mac'))('writes a key event as commands name it', () => {
  expect(press('k', { ctrlKey: true })).toBe('mod+k');
  expect(press('L', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+l');
  expect(press('N', { shiftKey: true })).toBe('shift+n');
  // With caps lock, without Shift.
  expect(press('J')).toBe('j');
  expect(press('ArrowDown')).toBe('arrowdown');
});

it('takes a character for what it is, however the keyboard makes it', () => {
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('/', { shiftKey: true })).toBe('/');
});

it('ignores a modifier alone', () => {
  expect(press('Shift', { shiftKey: true })).toBe('');
});
