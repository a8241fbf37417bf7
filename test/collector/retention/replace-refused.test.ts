import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policy } from '../redaction/policies.ts';
import { list, openTestStore, PROJECT, temporaryFolder } from '../store-read/open-test-store.ts';
import { spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';

const DAY = '2026-11-20';
const place = { projectId: PROJECT, signal: 'traces', day: DAY } as const;
const span = (n: number) => spanSegment([{ trace: traceId(n), span: spanId(n) }]);

/** A store with three spans, where something stands at a name beside that of the day: that which its old file is to get. */
async function openRefusing(end = '.gone') {
  const { store, dataDir } = await openTestStore();
  for (let n = 0; n < 3; n++) await store.append(PROJECT, span(n));
  const folder = join(dataDir, 'projects', PROJECT, 'traces');
  const inTheWay = join(folder, `${DAY}.db${end}`);
  mkdirSync(inTheWay);
  const dataFiles = () => readdirSync(folder).filter((name) => name.endsWith('.db'));
  return { store, dataFiles, allow: () => rmdirSync(inTheWay) };
}

test('a day that the system does not let go stays whole, takes more, and goes when it may', async () => {
  const { store, dataFiles, allow } = await openRefusing();
  const removeAll = () => store.days.remove(place, { through: Number.MAX_SAFE_INTEGER });
  await expect(removeAll()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('nothing of this was kept, see to that and try again'),
  });
  expect((await list(store)).totals.traces).toBe(3);
  await store.append(PROJECT, span(3));
  expect(dataFiles()).toEqual([`${DAY}.db`]);
  expect((await list(store)).totals.traces).toBe(4);
  allow();
  expect(await removeAll()).toMatchObject({ records: 4 });
  expect(dataFiles()).toEqual([]);
});

test('of a day that is written anew, an old file that cannot be renamed is removed where it is', async () => {
  const { store, dataFiles } = await openRefusing();
  const traceIds = new Uint8Array(Buffer.from(traceId(1), 'hex'));
  expect(await store.days.remove(place, { traceIds })).toMatchObject({ records: 1 });
  expect(dataFiles()).toEqual([`${DAY}.1.db`]);
  expect((await list(store)).totals.traces).toBe(2);
});

test('what cannot be removed beside a day that was written anew is told as that, until it is gone', async () => {
  const { store, dataFiles, allow } = await openRefusing('.packing');
  const traceIds = new Uint8Array(Buffer.from(traceId(1), 'hex'));
  const problem = expect.stringMatching(
    /The old data file .*\.packing cannot be removed .* tried again with every sweep/,
  );
  expect(await store.days.removeLeft(PROJECT)).toEqual([]);
  expect(await store.days.remove(place, { traceIds })).toMatchObject({ records: 1 });
  const left = [{ signal: 'traces', day: DAY, problem }];
  expect(await store.days.removeLeft(PROJECT)).toMatchObject(left);
  expect(dataFiles()).toEqual([`${DAY}.1.db`]);
  expect((await list(store)).totals.traces).toBe(2);
  // Whatever redaction replaced in it is on the disk as well, and stays so though nothing is left to replace.
  const redact = () => store.past.redact(place, policy(), { guard: (_day, change) => change() });
  for (let time = 0; time < 2; time++) {
    await expect(redact()).rejects.toMatchObject({ code: 'unavailable', message: problem });
  }
  await store.append(PROJECT, span(3));
  expect(await store.days.remove(place, { traceIds })).toMatchObject({ records: 0, bytes: 0 });
  expect(await store.days.removeLeft(PROJECT)).toMatchObject(left);
  allow();
  expect(await store.days.removeLeft(PROJECT)).toEqual([]);
  expect(await redact()).toMatchObject({ records: 3 });
  expect((await list(store)).totals.traces).toBe(3);
});

test('what an earlier run left and the system does not let go keeps no store from opening, and is told', async () => {
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'projects', PROJECT, 'traces', `${DAY}.db.gone`), { recursive: true });
  const { store, lines } = await openTestStore(dataDir);
  await store.append(PROJECT, span(1));
  expect((await list(store)).totals.traces).toBe(1);
  expect(lines).toMatchObject([
    { fields: { message: expect.stringMatching(/still on the disk: .*\.db\.gone/) } },
  ]);
});
