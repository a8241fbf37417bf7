/** Sums of counts by a name, the highest first. */
export function sumBy<T extends { readonly count: number }>(
  rows: readonly T[],
  nameOf: (row: T) => string,
): { name: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(nameOf(row), (sums.get(nameOf(row)) ?? 0) + row.count);
  return [...sums].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
