import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dayFilePath, projectFolder } from '../../../src/main/collector/store/day-files.ts';
import { openWriter } from '../../../src/main/collector/store/writer/writer-client.ts';
import type { NoticeMessage } from '../../../src/main/collector/store/writer/protocol.ts';
import { decodeTraceParts } from '../../../src/main/collector/store/segment/trace-parts-codec.ts';
import type { CommitNotice } from '../../../src/main/collector/store/types.ts';
import { DAY_MS, NOON_MS, spanId, spanSegment, traceId } from './span-sketch.ts';
import { storedSegments } from './stored.ts';
import { temporaryFolder } from './temporary-folder.ts';

const one = (trace: number, startUs?: number) =>
  spanSegment([{ trace: traceId(trace), span: spanId(1), ...(startUs ? { startUs } : {}) }]);

test('late spans go into the file of the day they arrive', async () => {
  const dataDir = temporaryFolder();
  const writer = openWriter({ dataDir, clock: () => NOON_MS });
  await writer.append('p', one(1, (NOON_MS - 40 * DAY_MS) * 1000));
  await writer.close();
  expect(storedSegments(dataDir, 'p').map(({ day }) => day)).toEqual(['2026-03-01']);
});

test('a clock that steps back keeps writing the newest day; one that goes on begins a new file', async () => {
  const dataDir = temporaryFolder();
  let now = NOON_MS;
  const writer = openWriter({ dataDir, clock: () => now });
  await writer.append('p', one(1));
  now -= 3 * DAY_MS;
  await writer.append('p', one(2));
  now = NOON_MS + DAY_MS;
  await writer.append('p', one(3));
  await writer.close();
  expect(storedSegments(dataDir, 'p').map(({ day }) => day)).toEqual([
    '2026-03-01',
    '2026-03-01',
    '2026-03-02',
  ]);
});

test('a clock that went ahead and comes back writes the day it is, and finds what is stored by either', async () => {
  const dataDir = temporaryFolder();
  let now = NOON_MS;
  const writer = openWriter({ dataDir, clock: () => now });
  const sent: [number, number][] = [];
  const send = async () => {
    const trace = sent.length + 1;
    sent.push([trace, now * 1000]);
    await writer.append('p', one(trace, now * 1000));
  };
  await send();
  for (const daysAhead of [300, 200]) {
    now += daysAhead * DAY_MS;
    await send();
    now -= daysAhead * DAY_MS - DAY_MS;
    await send();
  }
  // Midnight comes twice where a clock is set by minutes.
  now -= DAY_MS;
  await send();
  for (const [trace, startUs] of sent) {
    expect((await writer.append('p', one(trace, startUs))).duplicates).toEqual([1]);
  }
  await writer.close();
  const days = storedSegments(dataDir, 'p').map(({ day }) => day);
  expect(days).toEqual([
    '2026-03-01',
    '2026-03-02',
    '2026-03-03',
    '2026-03-03',
    '2026-09-18',
    '2026-12-26',
  ]);
});

test('readers hear of every committed segment, the collector of every commit', async () => {
  const dataDir = temporaryFolder();
  const commits: CommitNotice[] = [];
  const writer = openWriter({
    dataDir,
    clock: () => NOON_MS,
    onCommit: (notice) => commits.push(notice),
  });
  const port = writer.connectReader();
  const messages: NoticeMessage[] = [];
  const closed = new Promise((resolve) => {
    port.on('message', (message: NoticeMessage) => messages.push(message));
    port.on('close', resolve);
  });
  await writer.append('p', one(1));
  await writer.append('p', one(1));
  await writer.append(
    'p',
    spanSegment([
      { trace: traceId(1), span: spanId(1) },
      { trace: traceId(1), span: spanId(2) },
    ]),
  );
  await writer.deleteProject('p');
  await writer.close();
  await closed;
  const segments = messages.flatMap((each) => (each.kind === 'segments' ? each.segments : []));
  expect(segments.map(({ day, segmentId, records }) => [day, segmentId, records])).toEqual([
    ['2026-03-01', 1, 1],
    ['2026-03-01', 2, 1],
  ]);
  // The second holds only the span that was new.
  expect([...decodeTraceParts(segments[1]!.parts).spans]).toEqual([1]);
  expect(messages.at(-1)).toEqual({ kind: 'project-deleted', projectId: 'p' });
  expect(commits).toEqual([
    { projectId: 'p', signal: 'traces', records: 1, traceId: traceId(1) },
    { projectId: 'p', signal: 'traces', records: 1, traceId: traceId(1) },
  ]);
});

test('a deleted project leaves no file behind and can be written again', async () => {
  const dataDir = temporaryFolder();
  const writer = openWriter({ dataDir, clock: () => NOON_MS });
  await writer.append('p', one(1));
  await writer.append('q', one(1));
  await writer.deleteProject('p');
  expect(existsSync(projectFolder(dataDir, 'p'))).toBe(false);
  expect(existsSync(dayFilePath(dataDir, 'q', 'traces', '2026-03-01'))).toBe(true);
  const again = await writer.append('p', one(1));
  expect(again.duplicates).toEqual([0]);
  await writer.close();
});

test('closing answers everything that was queued, and refuses what comes after', async () => {
  const dataDir = temporaryFolder();
  const writer = openWriter({ dataDir, clock: () => NOON_MS });
  const appends = Array.from({ length: 50 }, (_, i) => writer.append('p', one(i)));
  expect(writer.queuedBytes).toBeGreaterThan(0);
  const closing = writer.close();
  await expect(writer.append('p', one(99))).rejects.toMatchObject({ code: 'unavailable' });
  await Promise.all([...appends, closing]);
  expect(writer.queuedBytes).toBe(0);
  expect(storedSegments(dataDir, 'p')).toHaveLength(50);
});
