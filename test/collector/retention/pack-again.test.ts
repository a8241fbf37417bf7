import { expect, test } from 'vitest';
import { daysToPack } from '../../../src/main/collector/retention/days-to-pack.ts';
import { KEEP_EVERYTHING } from '../../../src/main/collector/retention/rules.ts';
import { policy } from '../redaction/policies.ts';
import { list, openTestStore, PROJECT } from '../store-read/open-test-store.ts';
import { NOON_MS, spanId, spanSegment, traceId } from '../store-read/otlp-segments.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { randomText } from './grep-folder.ts';

const DAY_MS = 86_400_000;
const LONG_MS = 90_000;
const SPANS = 80;
const place = { projectId: PROJECT, signal: 'traces', day: '2026-11-20' } as const;
const freely = () => ({ signal: new AbortController().signal, mayReplace: () => true });
const emailOf = (n: number) => `ada${n}@corp.io`;

/** A packed day of spans with the same long text, each with a number of its own. */
async function openPacked() {
  const { store, dataDir } = await openTestStore();
  const text = randomText(60_000);
  for (let n = 0; n < SPANS; n++) {
    const attributes = { text: `${text} ${emailOf(n)}` };
    await store.append(PROJECT, spanSegment([{ trace: traceId(n), span: spanId(n), attributes }]));
  }
  await store.days.pack(place, freely());
  const day = async () => (await store.days.list(PROJECT))[0]!;
  return {
    store,
    dataDir,
    day,
    packed: await day(),
    /** Days that wait for a quiet moment on the day after. */
    waiting: async () =>
      daysToPack(await store.days.list(PROJECT), KEEP_EVERYTHING, null, NOON_MS + DAY_MS),
  };
}

test(
  'a packed day of which something was deleted is packed anew, to less than it was before',
  async () => {
    const { store, dataDir, day, packed, waiting } = await openPacked();
    expect(await waiting()).toEqual([]);
    const traceIds = new Uint8Array(Buffer.from([5, 6, 7].map((n) => traceId(n)).join(''), 'hex'));
    expect(await store.days.remove(place, { traceIds })).toMatchObject({ records: 3 });
    // What stays of a packed piece is written quickly, and takes more room until the next quiet moment.
    expect((await day()).bytes).toBeGreaterThan(packed.bytes);
    expect(await waiting()).toMatchObject([{ day: place.day }]);
    expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
    const after = await day();
    expect(after.bytes).toBeLessThanOrEqual(packed.bytes);
    expect(after.packed).toMatchObject({ records: SPANS - 3 });
    expect(await waiting()).toEqual([]);
    expect(storedTexts(dataDir, [emailOf(5)])).toEqual([]);
    expect((await list(store)).totals.traces).toBe(SPANS - 3);
  },
  LONG_MS,
);

test(
  'a packed day that redaction wrote anew is packed anew',
  async () => {
    const { store, day, packed, waiting } = await openPacked();
    await store.past.redact(place, policy(), { guard: (_day, change) => change() });
    expect(await waiting()).toMatchObject([{ day: place.day }]);
    expect(await store.days.pack(place, freely())).toMatchObject({ state: 'packed' });
    expect((await day()).bytes).toBeLessThanOrEqual(packed.bytes);
    expect(await waiting()).toEqual([]);
  },
  LONG_MS,
);
