/** Whether a span passes, by its ordinal in the segment at hand. */
export type ByHeader = (ordinal: number) => boolean;

/** Tests each number once. */
export function verdictOnce(
  passes: (number: number) => boolean,
  size: number,
): (number: number) => boolean {
  const verdicts = new Uint8Array(size);
  return (number) => {
    if (verdicts[number] === 0) verdicts[number] = passes(number) ? 1 : 2;
    return verdicts[number] === 1;
  };
}
