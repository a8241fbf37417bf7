import { expect, test } from 'vitest';
import { QuietWatch } from './quiet-watch.ts';

/** A store that does what the test says, and time that passes as it says. */
function watched() {
  const activity = { pending: 0, reads: 0, appendedBytes: 0 };
  let ms = 0;
  const watch = new QuietWatch(
    () => ({ ...activity }),
    () => ms,
  );
  return { activity, watch, pass: (by: number) => (ms += by) };
}

test('is quiet a second after the last read, and not while anything is under way', () => {
  const { activity, watch, pass } = watched();
  expect(watch.isQuiet()).toBe(false);
  pass(1000);
  expect(watch.isQuiet()).toBe(true);
  activity.reads++;
  expect(watch.isQuiet()).toBe(false);
  pass(999);
  expect(watch.isQuiet()).toBe(false);
  pass(1);
  expect(watch.isQuiet()).toBe(true);
  activity.pending = 1;
  expect(watch.isQuiet()).toBe(false);
});

test('a little that is stored all the time is no load, much of it is for three seconds', () => {
  const { activity, watch, pass } = watched();
  for (let second = 0; second < 20; second++) {
    pass(1000);
    activity.appendedBytes += 50_000;
    expect(watch.isQuiet()).toBe(true);
  }
  activity.appendedBytes += 300_000;
  expect(watch.isQuiet()).toBe(false);
  pass(2900);
  expect(watch.isQuiet()).toBe(false);
  pass(200);
  expect(watch.isQuiet()).toBe(true);
});

test('anything at all disturbs what is at work', () => {
  const { activity, watch } = watched();
  expect(watch.isDisturbed()).toBe(false);
  activity.appendedBytes++;
  expect(watch.isDisturbed()).toBe(true);
  expect(watch.isDisturbed()).toBe(false);
  activity.reads++;
  expect(watch.isDisturbed()).toBe(true);
  activity.pending = 1;
  expect(watch.isDisturbed()).toBe(true);
});
