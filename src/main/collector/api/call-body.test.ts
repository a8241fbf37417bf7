import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readJson } from './call-body.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/** What becomes of a body, and where others had a turn. */
async function stepsOf(json: string) {
  const steps: string[] = [];
  const note = (step: string): void => void (steps.at(-1) === step || steps.push(step));
  const decode = vi.spyOn(TextDecoder.prototype, 'decode');
  const parse = vi.spyOn(JSON, 'parse');
  onTestFinished(() => void vi.restoreAllMocks());
  const request = Object.assign(Readable.from([Buffer.from(json)]), { headers: {} });
  const [decoded, parsed] = [decode.mock.calls.length, parse.mock.calls.length];
  const ended = new AbortController();
  const reading = readJson(request as unknown as IncomingMessage, MAX_BYTES).finally(() =>
    ended.abort(),
  );
  while (!ended.signal.aborted) {
    if (parse.mock.calls.length > parsed) note('parsed, a turn');
    else if (decode.mock.calls.length > decoded) note('decoded, a turn');
    else note('a turn');
    await setImmediate();
  }
  return { steps, value: await reading };
}

it('a long body is made into values in steps, and others are served between them', async () => {
  const text = 'é'.repeat(1024 * 1024);
  const { steps, value } = await stepsOf(JSON.stringify({ text }));
  expect(steps).toEqual(['a turn', 'decoded, a turn', 'parsed, a turn']);
  expect(value).toEqual({ text });
});
