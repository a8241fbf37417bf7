import { once } from 'node:events';
import type { MessagePort, Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import type { NoticeMessage, ToWriter } from '../../../src/main/collector/store/writer/protocol.ts';
import { NOON_MS, spanId, spanSegment, traceId } from './span-sketch.ts';
import { storedSegments } from './stored.ts';
import { temporaryFolder } from './temporary-folder.ts';

const one = (trace: number) => spanSegment([{ trace: traceId(trace), span: spanId(1) }]);

/** A writer in a new folder, and the threads that this process starts from now on. */
function open() {
  const dataDir = temporaryFolder();
  const threads: Worker[] = [];
  const count = (worker: Worker): void => void threads.push(worker);
  process.on('worker', count);
  onTestFinished(() => void process.off('worker', count));
  const writer = openWriter({ dataDir, clock: () => NOON_MS });
  return { writer, dataDir, threads };
}

/** The ids of the segments that a reader hears of, as far as it is told. */
function heard(port: MessagePort): number[] {
  const ids: number[] = [];
  port.on('message', (message: NoticeMessage) => {
    if (message.kind === 'segments')
      ids.push(...message.segments.map(({ segmentId }) => segmentId));
  });
  return ids;
}

test('nothing is started for a writer that nobody uses, and closing it twice is as good as once', async () => {
  const { writer, threads } = open();
  await Promise.all([writer.close(), writer.close()]);
  await expect(writer.append('p', one(1))).rejects.toMatchObject({ code: 'unavailable' });
  writer.start();
  await expect(writer.deleteProject('p')).rejects.toMatchObject({ code: 'unavailable' });
  expect(threads).toHaveLength(0);
});

test('several first uses at once share one thread', async () => {
  const { writer, dataDir, threads } = open();
  writer.start();
  await Promise.all([writer.append('p', one(1)), writer.append('q', one(2)), writer.start()]);
  expect(threads).toHaveLength(1);
  await writer.close();
  expect(storedSegments(dataDir, 'p')).toHaveLength(1);
  expect(storedSegments(dataDir, 'q')).toHaveLength(1);
});

test('closed while its thread starts, it stores what it was given and ends the thread', async () => {
  const { writer, dataDir, threads } = open();
  const stored = writer.append('p', one(1));
  await writer.close();
  expect((await stored).duplicates).toEqual([0]);
  expect(storedSegments(dataDir, 'p')).toHaveLength(1);
  await expect(writer.append('p', one(2))).rejects.toMatchObject({ code: 'unavailable' });
  expect(threads).toHaveLength(1);
});

test('a thread that ends as it starts answers what waits for it, and none is started after it', async () => {
  const { writer, threads } = open();
  const starting = once(process, 'worker');
  writer.start();
  const [thread] = (await starting) as [Worker];
  // As if it could not go on.
  thread.postMessage({ kind: 'close', id: 0 } satisfies ToWriter);
  const waiting = [writer.append('p', one(1)), writer.append('p', one(2))];
  for (const stored of waiting) {
    await expect(stored).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('has ended'),
    });
  }
  await expect(writer.append('p', one(3))).rejects.toMatchObject({ code: 'unavailable' });
  await writer.close();
  expect(threads).toHaveLength(1);
});

test('readers that were there before the thread hear of every commit; one that went away meanwhile hinders nothing', async () => {
  const { writer, threads } = open();
  const early = writer.connectReader();
  const gone = writer.connectReader();
  const ids = heard(early);
  const left = once(gone, 'close');
  gone.close();
  await left;
  expect(threads).toHaveLength(0);
  await writer.append('p', one(1));
  const late = writer.connectReader();
  const lateIds = heard(late);
  await writer.append('p', one(2));
  await expect.poll(() => ids).toHaveLength(2);
  await expect.poll(() => lateIds).toEqual(ids.slice(1));
  await writer.close();
  early.close();
  late.close();
});

test('readers of a writer that never wrote are let go when it closes', async () => {
  const { writer } = open();
  const closed = once(writer.connectReader(), 'close');
  await writer.close();
  await closed;
});
