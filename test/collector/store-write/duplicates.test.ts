import { describe, expect, test } from 'vitest';
import { openWriter, type Writer } from '../../../src/main/collector/store/writer/writer-client.ts';
import { traceKey } from '../../../src/main/collector/store/trace-key.ts';
import {
  DAY_MS,
  NOON_MS,
  NOON_US,
  spanId,
  spanSegment,
  traceId,
  type SpanSketch,
} from './span-sketch.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { storedSegments, storedSpans } from './stored.ts';

const PROJECT = 'prj_one';

/** Runs with a writer whose clock stands at `nowMs`, and closes it. */
async function withWriter(
  dataDir: string,
  nowMs: number,
  work: (writer: Writer) => Promise<void>,
): Promise<void> {
  const writer = openWriter({ dataDir, clock: () => nowMs });
  try {
    await work(writer);
  } finally {
    await writer.close();
  }
}

const span = (trace: number, id: number, more: Partial<SpanSketch> = {}): SpanSketch => ({
  trace: traceId(trace),
  span: spanId(id),
  ...more,
});

const name = (trace: number, id: number): string => `${traceId(trace)}/${spanId(id)}`;

/** A segment of so many traces, which no segment of another size has. */
const oneSpanTraces = (traces: number) =>
  spanSegment(Array.from({ length: traces }, (_, i) => span(100 * traces + i, i + 1)));

const halfId = (value: number): string => value.toString(16).padStart(16, '0');
const keyOf = (id: string): number => traceKey(Buffer.from(id, 'hex'), 0);

describe('a span that was stored before', () => {
  test('is counted for the request that repeats it, and stored once', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      const first = await writer.append(PROJECT, spanSegment([span(1, 1), span(1, 2)]));
      expect(first.duplicates).toEqual([0]);
      const second = await writer.append(
        PROJECT,
        spanSegment([span(2, 9)], [span(1, 2), span(1, 3)], [span(1, 1), span(1, 2)]),
      );
      expect(second.duplicates).toEqual([0, 1, 2]);
    });
    expect(storedSpans(dataDir, PROJECT)).toEqual([name(1, 1), name(1, 2), name(1, 3), name(2, 9)]);
    const parts = storedSegments(dataDir, PROJECT)[1]!.parts;
    expect([...parts]).toEqual(
      expect.arrayContaining([
        [traceId(1), 1],
        [traceId(2), 1],
      ]),
    );
  });

  test('does not leave an empty segment when nothing of it is new', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      await writer.append(PROJECT, spanSegment([span(1, 1), span(2, 2)]));
      const again = await writer.append(PROJECT, spanSegment([span(1, 1), span(2, 2)]));
      expect(again.duplicates).toEqual([2]);
    });
    expect(storedSegments(dataDir, PROJECT)).toHaveLength(1);
  });

  test('is found within one group commit', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          writer.append(PROJECT, spanSegment([span(1, 1), span(1, 100 + i)])),
        ),
      );
      expect(results.map(({ duplicates }) => duplicates[0])).toEqual([0, ...Array(19).fill(1)]);
    });
    expect(storedSpans(dataDir, PROJECT)).toHaveLength(21);
  });

  test('is found within its own request, and the first one wins', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      const result = await writer.append(
        PROJECT,
        spanSegment([span(1, 1, { name: 'first' }), span(1, 1, { name: 'second' })], [span(1, 1)]),
      );
      expect(result.duplicates).toEqual([1, 1]);
    });
    const [segment] = storedSegments(dataDir, PROJECT);
    expect(Buffer.from(segment!.bodies[0]!).toString('latin1')).toContain('first');
  });

  test('is found after a restart', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      await writer.append(PROJECT, spanSegment([span(1, 1), span(1, 2)]));
    });
    await withWriter(dataDir, NOON_MS, async (writer) => {
      const result = await writer.append(PROJECT, spanSegment([span(1, 2), span(1, 3)]));
      expect(result.duplicates).toEqual([1]);
    });
    expect(storedSpans(dataDir, PROJECT)).toHaveLength(3);
  });

  test('is found after a restart in each trace of its segment, however many there were', async () => {
    const dataDir = temporaryFolder();
    const sizes = [7, 8, 9, 21];
    await withWriter(dataDir, NOON_MS, async (writer) => {
      for (const size of sizes) await writer.append(PROJECT, oneSpanTraces(size));
    });
    await withWriter(dataDir, NOON_MS, async (writer) => {
      for (const size of sizes) {
        const { duplicates } = await writer.append(PROJECT, oneSpanTraces(size));
        expect(duplicates).toEqual([size]);
      }
    });
    expect(storedSegments(dataDir, PROJECT)).toHaveLength(sizes.length);
  });

  test('is found in the file of the day before, whatever its times', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      await writer.append(PROJECT, spanSegment([span(1, 1, { startUs: 5 })]));
    });
    await withWriter(dataDir, NOON_MS + DAY_MS, async (writer) => {
      const result = await writer.append(PROJECT, spanSegment([span(1, 1, { startUs: 7 })]));
      expect(result.duplicates).toEqual([1]);
    });
  });

  test('is found in a file of long ago when it is sent again unchanged', async () => {
    const dataDir = temporaryFolder();
    for (const day of [0, 1, 2, 3, 9]) {
      await withWriter(dataDir, NOON_MS + day * DAY_MS, async (writer) => {
        const startUs = NOON_US + day * DAY_MS * 1000;
        await writer.append(PROJECT, spanSegment([span(day, 1, { startUs })]));
      });
    }
    await withWriter(dataDir, NOON_MS + 10 * DAY_MS, async (writer) => {
      const result = await writer.append(
        PROJECT,
        spanSegment([span(0, 1, { startUs: NOON_US }), span(0, 2, { startUs: NOON_US })]),
      );
      expect(result.duplicates).toEqual([1]);
    });
    expect(storedSpans(dataDir, PROJECT)).toHaveLength(6);
  });

  test('belongs to one project only', async () => {
    const dataDir = temporaryFolder();
    await withWriter(dataDir, NOON_MS, async (writer) => {
      await writer.append(PROJECT, spanSegment([span(1, 1)]));
      const other = await writer.append('prj_two', spanSegment([span(1, 1)]));
      expect(other.duplicates).toEqual([0]);
    });
  });
});

describe('trace ids', () => {
  test('padded to 128 bits with zeros on either side stay apart', async () => {
    const dataDir = temporaryFolder();
    const short = '00f067aa0ba902b7';
    const left = { trace: short.padStart(32, '0'), span: spanId(1) };
    const right = { trace: short.padEnd(32, '0'), span: spanId(1) };
    await withWriter(dataDir, NOON_MS, async (writer) => {
      const result = await writer.append(PROJECT, spanSegment([left], [right]));
      expect(result.duplicates).toEqual([0, 0]);
      const again = await writer.append(PROJECT, spanSegment([left], [right]));
      expect(again.duplicates).toEqual([1, 1]);
    });
    expect(storedSegments(dataDir, PROJECT)[0]!.parts.size).toBe(2);
  });

  test('with the same key are told apart, before and after a restart', async () => {
    const dataDir = temporaryFolder();
    const one = '0123456789abcdef0000000000000000';
    const two = '00000000000000000123456789abcdef';
    expect(keyOf(one)).toBe(keyOf(two));
    const sketches = [
      { trace: one, span: spanId(1) },
      { trace: two, span: spanId(1) },
    ];
    for (const known of [0, 1]) {
      await withWriter(dataDir, NOON_MS, async (writer) => {
        const result = await writer.append(PROJECT, spanSegment([sketches[known]!]));
        expect(result.duplicates).toEqual([0]);
      });
    }
    await withWriter(dataDir, NOON_MS, async (writer) => {
      const result = await writer.append(PROJECT, spanSegment(sketches));
      expect(result.duplicates).toEqual([2]);
    });
    expect(storedSpans(dataDir, PROJECT)).toHaveLength(2);
  });

  test('made to share one key are not all compared: that would take longer with each of them', async () => {
    const dataDir = temporaryFolder();
    const sketches = Array.from({ length: 100 }, (_, i) => ({
      trace: halfId(2 * i) + halfId(2 * i + 1),
      span: spanId(1),
    }));
    expect(new Set(sketches.map(({ trace }) => keyOf(trace))).size).toBe(1);
    const warnings: string[] = [];
    for (const duplicates of [0, 8]) {
      const onWarning = (text: string): void => void warnings.push(text);
      const writer = openWriter({ dataDir, clock: () => NOON_MS, onWarning });
      const result = await writer.append(PROJECT, spanSegment(sketches));
      expect(result.duplicates).toEqual([duplicates]);
      await writer.close();
    }
    expect(warnings).toEqual([expect.stringContaining('so that they share one key')]);
  });
});
