/**
 * Divides the bytes of a segment among its requests by what each brought to it; the parts add up to the whole.
 *
 * A request of which nothing was stored has no part in it.
 */
export function shareBytes(bytes: number, accepted: readonly number[]): number[] {
  let total = 0;
  for (const count of accepted) total += count;
  let before = 0;
  let given = 0;
  return accepted.map((count) => {
    before += count;
    const until = total === 0 ? 0 : Math.floor((bytes * before) / total);
    const share = until - given;
    given = until;
    return share;
  });
}
