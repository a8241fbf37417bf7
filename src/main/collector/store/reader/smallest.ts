/** Above this many keys a threshold taken from a sample keeps the later sort small. */
const SORT_ALL = 4096;
const SAMPLE = 2048;

/**
 * Positions of the `limit` smallest of `count` keys, and perhaps some more, in no order; all when there are fewer.
 *
 * Where more keys tie at the end than a sort would like, those with the smallest `tieKey` are given.
 */
export function smallestPositions(
  keys: Float64Array,
  count: number,
  limit: number,
  tieKey?: (position: number) => number,
): number[] {
  if (count <= Math.max(limit, SORT_ALL)) return Array.from({ length: count }, (_, i) => i);
  const sample = new Float64Array(SAMPLE);
  for (let i = 0; i < SAMPLE; i++) sample[i] = keys[Math.floor((i * count) / SAMPLE)]!;
  sample.sort();
  const expected = (limit / count) * SAMPLE;
  let rank = Math.ceil(expected + 4 * Math.sqrt(expected) + 4);
  for (; rank < SAMPLE; rank *= 4) {
    const within = split(keys, count, sample[rank]!);
    if (within.below.length >= limit) return within.below;
    if (within.below.length + within.ties >= limit) {
      return within.below.concat(
        tiesOf(keys, count, sample[rank]!, within.ties, limit - within.below.length, tieKey),
      );
    }
  }
  return Array.from({ length: count }, (_, i) => i);
}

/** Positions of the keys below a threshold, and the number of those equal to it. */
function split(
  keys: Float64Array,
  count: number,
  threshold: number,
): { below: number[]; ties: number } {
  const below: number[] = [];
  let ties = 0;
  for (let i = 0; i < count; i++) {
    const key = keys[i]!;
    if (key > threshold) continue;
    if (key === threshold) ties++;
    else below.push(i);
  }
  return { below, ties };
}

function tiesOf(
  keys: Float64Array,
  count: number,
  value: number,
  ties: number,
  limit: number,
  tieKey: ((position: number) => number) | undefined,
): number[] {
  const positions = new Uint32Array(ties);
  for (let i = 0, at = 0; at < ties; i++) if (keys[i] === value) positions[at++] = i;
  if (tieKey === undefined || ties <= SORT_ALL) return [...positions];
  // Most rows share a value (no errors, no tokens): the same again by the second key.
  const second = new Float64Array(ties);
  for (let i = 0; i < ties; i++) second[i] = tieKey(positions[i]!);
  return smallestPositions(second, ties, limit).map((at) => positions[at]!);
}
